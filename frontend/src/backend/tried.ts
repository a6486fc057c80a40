/** The behaviours of a backend, tried with the real program: built and run in the page by app/e2e/ways/behaviours.mjs. */
import { failures } from './behaviours';
import { wailsBackend } from './wails';

export const tried = (): Promise<string[]> => failures(wailsBackend());
