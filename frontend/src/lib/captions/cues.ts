/** Cue is one caption while it is edited; the id stays when its place changes. */
export interface Cue {
	readonly id: number;
	readonly startMs: number;
	readonly endMs: number;
	readonly text: string;
}

/** Timed is a cue as the server knows it. */
export type Timed = Pick<Cue, 'startMs' | 'endMs' | 'text'>;

let lastId = 0;

export function numbered(cues: readonly Timed[]): Cue[] {
	return cues.map(({ startMs, endMs, text }) => ({ id: ++lastId, startMs, endMs, text }));
}

export function plain(cues: readonly Cue[]): Timed[] {
	return cues.map(({ startMs, endMs, text }) => ({ startMs, endMs, text }));
}

/** timeOf writes a time to be typed over: "1:05.300", "1:02:05.300". */
export function timeOf(ms: number): string {
	const two = (n: number) => String(n).padStart(2, '0');
	const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
	const seconds = `${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
	return hours ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** readTime reads what was typed, with a point or a comma; undefined when it is no time. */
export function readTime(typed: string): number | undefined {
	const found = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,2})(?:[.,](\d{1,3}))?$/.exec(typed.trim());
	if (!found || (found[2] !== undefined && Number(found[3]) > 59)) return undefined;
	const [hours, minutes, seconds] = [found[1], found[2], found[3]].map((part) => Number(part ?? 0)) as [
		number,
		number,
		number
	];
	return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((found[4] ?? '').padEnd(3, '0'));
}

/** changed puts new values into the cue at a place. */
export function changed(cues: readonly Cue[], at: number, change: Partial<Timed>): Cue[] {
	return cues.map((cue, i) => (i === at ? { ...cue, ...change } : cue));
}

export function removed(cues: readonly Cue[], at: number): Cue[] {
	return cues.filter((_, i) => i !== at);
}

/** added puts an empty cue of two seconds after a place (-1: first), no longer than there is room. */
export function added(cues: readonly Cue[], after: number): Cue[] {
	const startMs = cues[after]?.endMs ?? 0;
	const next = cues[after + 1]?.startMs ?? Infinity;
	const endMs = Math.max(startMs + 1, Math.min(startMs + 2000, next));
	return [...cues.slice(0, after + 1), ...numbered([{ startMs, endMs, text: '' }]), ...cues.slice(after + 1)];
}

/** split cuts a cue in two: where the cursor stands, else after the middle word; the time goes by the length. */
export function split(cues: readonly Cue[], at: number, cursor?: number): Cue[] {
	const cue = cues[at];
	if (!cue) return [...cues];
	const inside = cursor !== undefined && cursor > 0 && cursor < cue.text.length;
	const cut = inside ? cursor : middle(cue.text);
	const parts = [cue.text.slice(0, cut).trim(), cue.text.slice(cut).trim()] as const;
	const length = cue.endMs - cue.startMs;
	const share = cue.text.length ? parts[0].length / (parts[0].length + parts[1].length || 1) : 0.5;
	const between = cue.startMs + Math.round(length * share);
	const second = numbered([{ startMs: between, endMs: cue.endMs, text: parts[1] }]);
	return [...cues.slice(0, at), { ...cue, endMs: between, text: parts[0] }, ...second, ...cues.slice(at + 1)];
}

function middle(text: string): number {
	const half = text.length / 2;
	let best = text.length;
	for (let i = text.search(/\s/); i >= 0 && i < text.length; i++)
		if (/\s/.test(text[i] ?? '') && Math.abs(i - half) < Math.abs(best - half)) best = i;
	return best;
}

/** merged joins a cue with the one after it. */
export function merged(cues: readonly Cue[], at: number): Cue[] {
	const [cue, next] = [cues[at], cues[at + 1]];
	if (!cue || !next) return [...cues];
	const text = `${cue.text.replaceAll('\n', ' ')}\n${next.text.replaceAll('\n', ' ')}`.trim();
	return [
		...cues.slice(0, at),
		{ ...cue, endMs: Math.max(cue.endMs, next.endMs), text },
		...cues.slice(at + 2)
	];
}

/** sorted brings cues into the order of time. */
export function sorted(cues: readonly Cue[]): Cue[] {
	return [...cues].sort((a, b) => a.startMs - b.startMs);
}

// A caption does not stand longer than this because nothing was said after it.
const longestMs = 7000;

/**
 * tapped lets the cue at a place begin now, keeps its length, and ends the one before: with it, or earlier where that
 * has stood long enough.
 */
export function tapped(cues: readonly Cue[], at: number, nowMs: number): Cue[] {
	const now = Math.round(nowMs);
	return cues.map((cue, i) => {
		if (i === at) return { ...cue, startMs: now, endMs: now + Math.max(500, cue.endMs - cue.startMs) };
		if (i === at - 1)
			return { ...cue, endMs: Math.max(cue.startMs + 1, Math.min(now, cue.startMs + longestMs)) };
		return cue;
	});
}

/** cueAt is the place of the cue that stands at a time, or -1. */
export function cueAt(cues: readonly Cue[], ms: number): number {
	return cues.findIndex((cue) => cue.startMs <= ms && ms < cue.endMs);
}

/** Difference counts what other captions would change. */
export interface Difference {
	same: number;
	retimed: number;
	reworded: number;
	added: number;
	removed: number;
}

/** difference compares captions by their words, in their order, and then by their times. */
export function difference(before: readonly Timed[], after: readonly Timed[]): Difference {
	const found: Difference = { same: 0, retimed: 0, reworded: 0, added: 0, removed: 0 };
	const left = new Map<string, Timed[]>();
	for (const cue of before) left.set(cue.text, [...(left.get(cue.text) ?? []), cue]);
	let fresh = 0;
	for (const cue of after) {
		const twin = left.get(cue.text)?.shift();
		if (!twin) fresh++;
		else if (twin.startMs === cue.startMs && twin.endMs === cue.endMs) found.same++;
		else found.retimed++;
	}
	const gone = before.length - found.same - found.retimed;
	found.reworded = Math.min(fresh, gone);
	found.added = fresh - found.reworded;
	found.removed = gone - found.reworded;
	return found;
}
