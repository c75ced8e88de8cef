import type { Rendition } from '$lib/api/wire';
import { variantOf, type Plan } from './quality';

/** Fault is why nothing more is played: the address no longer works, the line is gone, or the browser cannot. */
export type Fault = 'gone' | 'network' | 'unplayable';

/** Engine plays one address on an element. */
export interface Engine {
	/** change goes over to another picture of the same video; false when that takes a new engine. */
	change(plan: Plan): boolean;
	/** retry asks again for what did not come. */
	retry(): void;
	/** hold loads no more until retry. */
	hold(): void;
	end(): void;
}

export interface Start {
	element: HTMLVideoElement;
	plan: Plan;
	fromMs: number;
	onfault: (fault: Fault) => void;
}

/**
 * fetchHls loads hls.js, which nothing needs before a video is played. Where a browser can be fed (MediaSource), it
 * plays all streams, also if the browser could do so by itself: only so can a quality be chosen and held. What is
 * left plays by itself: iPhones before iOS 17.1.
 */
const fetchHls = () => import('./hls');
const isFed = () => 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;

/** prepare fetches what playing a stream will need, before it is pressed. */
export function prepare(plan: Plan): void {
	if (plan.kind !== 'file' && isFed()) fetchHls().catch(() => {});
}

/** open begins to load; the element is left to be started. */
export async function open(start: Start): Promise<Engine> {
	const { kind, url, quality, top } = start.plan;
	if (kind === 'file') return direct(start, url);
	if (isFed()) return (await fetchHls()).feed(start);
	if (start.element.canPlayType('application/vnd.apple.mpegurl'))
		return direct(start, kind === 'stream' && top && quality !== 'auto' ? await playlistOf(url, top) : url);
	start.onfault('unplayable');
	return direct(start, '');
}

async function playlistOf(master: string, top: Rendition): Promise<string> {
	const answer = await fetch(master);
	return (answer.ok && variantOf(await answer.text(), answer.url, top)) || master;
}

/** direct lets the browser load an address. */
function direct({ element, plan, fromMs, onfault }: Start, url: string): Engine {
	const onerror = () => {
		const lost = element.error?.code === MediaError.MEDIA_ERR_NETWORK;
		onfault(lost ? 'network' : 'gone'); // a browser does not tell a refused address from a broken file
	};
	element.src = url;
	element.currentTime = fromMs / 1000;
	element.addEventListener('error', onerror);
	return {
		change: (next) => next.url === plan.url && next.quality === plan.quality,
		retry() {
			const at = element.currentTime;
			element.load();
			element.currentTime = at;
		},
		hold() {},
		end() {
			element.removeEventListener('error', onerror);
			element.removeAttribute('src');
			element.load();
		}
	};
}
