import { endLeft, lastPerson, leftKey } from '$lib/api/refresh';
import { forgetKept, markOutbox } from '$lib/offline/marks';
import { within } from '$lib/offline/within';
import { session } from './session.svelte';

/** whose is the session of this browser, where the line is too bad to ask, too. */
function whose(): string {
	return session.me?.personId ?? lastPerson() ?? '';
}

/** countUnsent is how many marks of roll calls signing out would delete. */
export async function countUnsent(): Promise<number> {
	return (await markOutbox.listOf(whose())).length;
}

/**
 * signOut signs out on this device at once, with a line or without, and takes off it what the person's roll calls
 * left. The server is told at once where it can be; else before anything is asked of it again (endLeft).
 */
export async function signOut(): Promise<void> {
	const by = whose();
	localStorage.setItem(leftKey, '1');
	session.end();
	await forgetKept(by).catch(() => {});
	await within(endLeft()).catch(() => {});
}
