import Hls, { type ErrorData } from 'hls.js/light';
import type { Engine, Fault, Start } from './engine';
import type { Plan } from './quality';

const gone = [401, 403, 404, 410];

// Little is kept, for old phones: half a minute ahead, a quarter behind. Without a worker the policy of the page
// needs no exception.
const settings = {
	enableWorker: false,
	startLevel: 0,
	startFragPrefetch: true,
	maxBufferLength: 30,
	maxMaxBufferLength: 30,
	maxBufferSize: 20_000_000,
	backBufferLength: 15
};

/** feed plays a stream through hls.js: it begins with the smallest picture and goes on by the line. */
export function feed({ element, plan, fromMs, onfault }: Start): Engine {
	const hls = new Hls({ ...settings, startPosition: fromMs / 1000 });
	let wanted = plan;
	let recovered = false;
	let ended = false;

	const levelOf = ({ top }: Plan) =>
		hls.levels.findIndex(({ width, height }) => width === top?.width && height === top.height);

	hls.on(Hls.Events.MANIFEST_PARSED, () => {
		const level = levelOf(wanted);
		hls.autoLevelCapping = level;
		if (wanted.quality !== 'auto' && level >= 0) hls.loadLevel = level;
	});
	hls.on(Hls.Events.ERROR, (_, data) => {
		const fault = faultOf(data);
		// hls.js would ask the other pictures, or the same for ever where one is chosen: all addresses end together.
		if (fault === 'gone') hls.stopLoad();
		else if (!data.fatal) return;
		if (fault === 'unplayable' && !recovered && data.type === Hls.ErrorTypes.MEDIA_ERROR) {
			recovered = true;
			hls.recoverMediaError();
		} else if (!ended) {
			ended = fault === 'gone';
			onfault(fault);
		}
	});
	hls.loadSource(plan.url);
	hls.attachMedia(element);

	return {
		change(next: Plan) {
			if (next.url !== wanted.url) return false;
			const isOther = next.quality !== wanted.quality;
			wanted = next;
			hls.autoLevelCapping = levelOf(next);
			if (isOther) hls.nextLevel = next.quality === 'auto' ? -1 : levelOf(next);
			return true;
		},
		retry() {
			ended = false;
			if (hls.levels.length) hls.startLoad(element.currentTime);
			else hls.loadSource(wanted.url);
		},
		hold: () => hls.stopLoad(),
		end: () => hls.destroy()
	};
}

function faultOf({ type, response }: ErrorData): Fault {
	if (type !== Hls.ErrorTypes.NETWORK_ERROR) return 'unplayable';
	return response?.code && gone.includes(response.code) ? 'gone' : 'network';
}
