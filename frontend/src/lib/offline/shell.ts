import { dev } from '$app/environment';
import { device } from './idb';

/**
 * keepShell lets this browser open the roll call without a line, and tells whether it can: the files that the page
 * needs are then on the device. A browser without service workers (or a plain http address) cannot, nor one that
 * keeps no data.
 */
export async function keepShell(): Promise<boolean> {
	if (dev || !('serviceWorker' in navigator)) return false;
	try {
		await device();
		const registered = await navigator.serviceWorker.register('/service-worker.js', {
			scope: '/lop-tap-huan/'
		});
		const worker = registered.installing;
		if (worker && !registered.active) await settled(worker);
		return registered.active !== null;
	} catch {
		return false;
	}
}

/** settled waits until a new worker rules or has failed. */
function settled(worker: ServiceWorker): Promise<void> {
	return new Promise((resolve) => {
		worker.addEventListener('statechange', () => {
			if (['activating', 'activated', 'redundant'].includes(worker.state)) resolve();
		});
	});
}
