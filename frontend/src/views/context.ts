import { createContext } from 'svelte';
import type { Session } from '../state/session.svelte';

/** The session, handed down from the page to every screen. */
export const [getSession, setSession] = createContext<Session>();
