import type { KeptWatch } from '$lib/offline/idb';

// What was watched outlives a closed tab, a crash and a flat battery. A browser without a database keeps nothing.
const device = () => import('$lib/offline/idb').then((idb) => idb.device());

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

/** listWatches gives what one person has watched on this device and the server has not confirmed. */
export async function listWatches(by: string): Promise<KeptWatch[]> {
	return (await (await device()).getAll('watches')).filter((watch) => watch.by === by);
}

const lockOf = (playbackId: string) => `watch/${playbackId}`;

/** holdWatch marks a playback as still played, until the page is gone or the returned function is called. */
export function holdWatch(playbackId: string): () => void {
	let end = () => {};
	const held = new Promise<void>((resolve) => (end = resolve));
	void navigator.locks?.request(lockOf(playbackId), () => held).catch(() => {});
	return end;
}

/** ifLeft does something with a playback that no page plays any more. */
export async function ifLeft(playbackId: string, work: () => Promise<void>): Promise<void> {
	if (!navigator.locks) return work();
	await navigator.locks.request(lockOf(playbackId), { ifAvailable: true }, async (lock) => {
		if (lock) await work();
	});
}
