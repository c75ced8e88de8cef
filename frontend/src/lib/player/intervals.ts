import type { Range } from '$lib/api/wire';
import { getLocale } from '$lib/paraglide/runtime';

/** length is one minute and five seconds as "1:05". */
export function length(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** spoken is a moment in words: "1 phút 5 giây". */
export function spoken(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const parts = [unit(Math.floor(seconds / 60), 'minute'), unit(seconds % 60, 'second')];
	return (seconds < 60 ? parts.slice(1) : parts).join(' ');
}

function unit(count: number, name: 'minute' | 'second'): string {
	return new Intl.NumberFormat(getLocale(), { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
}

/** range writes a stretch of a video. */
export function range({ fromMs, toMs }: Range): string {
	return `${length(fromMs)}–${length(toMs)}`;
}

/** Segment is a stretch that was played. What it says beside its place decides nothing on the server. */
export interface Segment extends Range {
	sequence: number;
	/** playedAt is when it began, by this device's clock. */
	playedAt: string;
	/** speed is in hundredths. */
	speed: number;
	/** hidden: the page was in the background. */
	hidden: boolean;
}

interface Growing extends Range {
	speed: number;
	startedAt: number;
	hidden: boolean;
}

const shortest = 200;

/**
 * WatchTracker turns the positions of a playing video into the segments that were really played:
 * a jump, a pause or a new speed ends one and begins the next.
 */
export class WatchTracker {
	#sequence = 0;
	#open: Growing | undefined;
	#done: Segment[] = [];
	readonly #hidden: () => boolean;

	constructor(hidden = () => false) {
		this.#hidden = hidden;
	}

	start(positionMs: number, speed: number, now: number): void {
		this.stop();
		this.#open = { fromMs: positionMs, toMs: positionMs, speed, startedAt: now, hidden: this.#hidden() };
	}

	/** advance follows the player; a position that cannot have been reached by playing is a jump. */
	advance(positionMs: number, speed: number, now: number): void {
		const open = this.#open;
		if (!open) return;
		const played = (now - open.startedAt) * open.speed + 1500;
		const jumped = positionMs < open.toMs - 50 || positionMs - open.fromMs > played;
		if (!jumped) open.toMs = positionMs;
		if (jumped || speed !== open.speed) this.start(positionMs, speed, now);
	}

	stop(): void {
		const ended = this.#open && this.#segment(this.#open, this.#sequence + 1);
		this.#open = undefined;
		if (!ended) return;
		this.#sequence++;
		this.#done.push(ended);
	}

	#segment({ fromMs, toMs, speed, startedAt, hidden }: Growing, sequence: number): Segment | undefined {
		if (toMs - fromMs < shortest) return undefined;
		return {
			sequence,
			fromMs: Math.round(fromMs),
			toMs: Math.round(toMs),
			playedAt: new Date(startedAt).toISOString(),
			speed: Math.round(speed * 100),
			hidden
		};
	}

	/** take gives what has been played since the last time; while playing goes on, a new segment begins there. */
	take(now: number): Segment[] {
		const open = this.#open;
		if (open && open.toMs - open.fromMs >= shortest) this.start(open.toMs, open.speed, now);
		return this.#done.splice(0);
	}

	/** pending is what take would give, without ending the segment that grows. */
	pending(): Segment[] {
		const grown = this.#open && this.#segment(this.#open, this.#sequence + 1);
		return grown ? [...this.#done, grown] : [...this.#done];
	}

	/** giveBack returns segments that could not be sent. */
	giveBack(segments: Segment[]): void {
		this.#done.unshift(...segments);
	}
}
