import { ApiError } from '$lib/api/problem';
import type { WatchResult } from '$lib/api/wire';
import type { KeptWatch } from '$lib/offline/idb';
import { device, forgetWatch, lockOf, mostSegments, postWatch } from './kept';

/** sendLeft sends what earlier pages of a person kept on this device and no page plays any more. */
export async function sendLeft(
	by: string,
	got: (watch: KeptWatch, result: WatchResult) => void
): Promise<void> {
	for (const watch of await (await device()).getAll('watches')) {
		if (watch.by !== by) continue;
		await ifLeft(watch.playbackId, async () => {
			const result = await sendKept(watch);
			await forgetWatch(watch.playbackId);
			if (result) got(watch, result);
		});
	}
}

/** ifLeft does something with a playback that no page plays any more. */
async function ifLeft(playbackId: string, work: () => Promise<void>): Promise<void> {
	if (!navigator.locks) return work();
	await navigator.locks.request(lockOf(playbackId), { ifAvailable: true }, async (lock) => {
		if (lock) await work();
	});
}

/** sendKept sends what was kept of a playback; undefined when the server refuses it for good. */
async function sendKept(watch: KeptWatch): Promise<WatchResult | undefined> {
	let result: WatchResult | undefined;
	try {
		for (let from = 0; from < watch.segments.length; from += mostSegments) {
			result = await postWatch({ ...watch, segments: watch.segments.slice(from, from + mostSegments) });
		}
	} catch (error) {
		if (!(error instanceof ApiError) || error.status >= 500 || error.status === 401) throw error;
	}
	return result;
}
