import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { drawings } from './look/drawings';

// The page as it is shipped: one entry, files beside it, nothing inline (the content-security policy forbids it).
export default defineConfig({
  plugins: [svelte(), drawings()],
  base: './',
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  // A machine may be busy with something else: no test is judged by the clock.
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], testTimeout: 60_000 },
});
