import { problemOf } from './problem';

// The access cookie lives five minutes. Before it ends, one tab renews it for all of them.
const key = 'session.renewedAt';
export const personKey = 'session.personId';
export const leftKey = 'session.left';
const freshForMs = 4.5 * 60 * 1000;
// The server ends a session that was not renewed for so long.
const endsAfterMs = 14 * 24 * 3600 * 1000;

/** hasSession is a hint from this browser's last answer; the cookies themselves are not readable. */
export function hasSession(): boolean {
	return localStorage.getItem(key) !== null;
}

export function rememberSession(now = Date.now()): void {
	localStorage.setItem(key, String(now));
}

export function forgetSession(): void {
	localStorage.removeItem(key);
	localStorage.removeItem(personKey);
}

export function rememberPerson(id: string): void {
	localStorage.setItem(personKey, id);
}

/** lastPerson is whose session it is by this browser's last answer, for a page that opens without a line. */
export function lastPerson(): string | null {
	return age() < endsAfterMs ? localStorage.getItem(personKey) : null;
}

/** hasLeft: somebody signed out on this browser, and the server does not know it yet. */
export function hasLeft(): boolean {
	return localStorage.getItem(leftKey) !== null;
}

/**
 * endLeft has the server end the session that was left; only it can take its cookies away. Throws as any request
 * does, and then the next request begins with it again.
 */
export async function endLeft(): Promise<void> {
	if (!hasLeft()) return;
	await inTurn(async () => {
		if (!hasLeft()) return;
		const response = await fetch('/api/v1/session', { method: 'DELETE', keepalive: true });
		if (!response.ok && response.status !== 401) throw await problemOf(response);
		localStorage.removeItem(leftKey);
	});
}

function age(): number {
	return Date.now() - Number(localStorage.getItem(key) ?? 0);
}

function isFresh(): boolean {
	return age() < freshForMs;
}

async function postRefresh(): Promise<boolean> {
	const response = await fetch('/api/v1/session/refresh', { method: 'POST' });
	if (response.ok) rememberSession();
	if (response.status === 401) forgetSession();
	return response.ok;
}

// A rotating token that is used twice ends the session, so tabs take turns.
function inTurn<T>(work: () => Promise<T>): Promise<T> {
	return navigator.locks ? navigator.locks.request('session-refresh', work) : work();
}

/** renewIfStale comes before each request: it ends a session that was left, or renews one that is about to end. */
export async function renewIfStale(): Promise<void> {
	await endLeft();
	if (!hasSession() || isFresh()) return;
	await inTurn(async () => isFresh() || postRefresh());
}

/** renewAfter renews once for a request sent at `sentAt` that the server called expired; false means signed out. */
export async function renewAfter(sentAt: number): Promise<boolean> {
	return inTurn(async () => {
		const renewed = Number(localStorage.getItem(key) ?? 0);
		return renewed > sentAt || postRefresh();
	});
}
