import { POST } from '$lib/api/client';
import type { WatchResult } from '$lib/api/wire';
import type { KeptWatch } from '$lib/offline/idb';

/** mostSegments bounds one message. */
export const mostSegments = 100;

export type Watch = Omit<KeptWatch, 'by'>;

// What was watched outlives a closed tab, a crash and a flat battery. A browser without a database keeps nothing.
export const device = () => import('$lib/offline/idb').then((idb) => idb.device());

/**
 * keepWatch writes over what was kept of the same playback. The commit is asked for with the write, so that it also
 * happens when the page is gone before the browser answers.
 */
export async function keepWatch(watch: KeptWatch): Promise<void> {
	const change = (await device()).transaction('watches', 'readwrite');
	void change.store.put(watch);
	change.commit();
	await change.done;
}

export async function forgetWatch(playbackId: string): Promise<void> {
	await (await device()).delete('watches', playbackId);
}

/** lockOf names the lock that a page holds while it plays a playback. */
export const lockOf = (playbackId: string) => `watch/${playbackId}`;

/** holdWatch marks a playback as still played, until the page is gone or the returned function is called. */
export function holdWatch(playbackId: string): () => void {
	let end = () => {};
	const held = new Promise<void>((resolve) => (end = resolve));
	void navigator.locks?.request(lockOf(playbackId), () => held).catch(() => {});
	return end;
}

/** postWatch sends what was played in a playback, mostSegments at most. */
export function postWatch(watch: Watch): Promise<WatchResult> {
	const { enrollmentId, lessonId, playbackId, positionMs, segments } = watch;
	const path = { id: enrollmentId, lessonId };
	return POST('/enrollments/{id}/lessons/{lessonId}/watch', {
		path,
		body: { playbackId, segments, positionMs }
	});
}
