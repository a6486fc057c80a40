import { createContext } from 'svelte';
import type { Session } from '../state/session.svelte';

/** The session, handed down from the page to every screen. */
export const [getSession, setSession] = createContext<Session>();

/** Whether the screen that one stands on is shown, or is only made ready behind the one that is: then it listens to nothing and has no keys. */
export const [getOnstage, setOnstage] = createContext<() => boolean>();
