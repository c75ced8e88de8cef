import type { CaptionSound } from '$lib/api/wire';
import { lengthText as clock } from '$lib/videos/words';
import type { Timed } from './cues';

/** Problem is what is wrong with captions: the same as the server finds (internal/media/caption/check.go). */
export interface Problem {
	level: 'error' | 'warning';
	code: Code;
	/** cue is the place among the cues; -1 when it is about a stretch without any. */
	cue: number;
	speed?: number;
	from?: string;
	to?: string;
	fromMs?: number;
}

const warnings = ['fast', 'many_lines', 'long_line', 'short', 'long', 'missing', 'perhaps_missing'] as const;
export type Code =
	| (typeof warnings)[number]
	| 'empty'
	| 'text'
	| 'backwards'
	| 'order'
	| 'overlap'
	| 'past_end'
	| 'too_fast'
	| 'missing_much'
	| 'empty_long';

/** limits of what people can read; the sources stand beside those of the server. */
export const limits = {
	line: 42,
	lines: 2,
	goodSpeed: 17,
	maxSpeed: 25,
	shortestMs: 833,
	longestMs: 7000,
	missingMs: 3000,
	missingMuchMs: 20_000,
	perhapsMissingMs: 10_000,
	perhapsMissingMuchMs: 60_000,
	endSlackMs: 1000,
	cues: 3000,
	text: 500
};

function problem(code: Code, cue: number, more: Partial<Problem> = {}): Problem {
	const level = (warnings as readonly string[]).includes(code) ? 'warning' : 'error';
	return { level, code, cue, ...more };
}

const characters = (text: string) => [...text].length;

/** speedOf is how many characters a second one must read; 0 when the cue has no length. */
export function speedOf({ startMs, endMs, text }: Timed): number {
	return endMs > startMs ? (characters(text) * 1000) / (endMs - startMs) : 0;
}

/** byPlace gives the problems of each cue by its place; those at -1 are about stretches without any. */
export function byPlace(problems: readonly Problem[]): ReadonlyMap<number, Problem[]> {
	const places = new Map<number, Problem[]>();
	for (const one of problems) places.set(one.cue, [...(places.get(one.cue) ?? []), one]);
	return places;
}

export interface Report {
	problems: Problem[];
	errors: number;
	covered: number;
}

/** check tells everything that is wrong, in the order of the cues and then of the gaps. */
export function check(cues: readonly Timed[], sound: CaptionSound): Report {
	const found: Problem[] = cues.length ? [] : [problem('empty', -1)];
	cues.forEach((cue, i) => found.push(...times(cues, i, sound.lengthMs), ...reading(cue, i)));
	const { gaps, covered } = gapsOf(cues, sound);
	for (const gap of gaps) {
		const code = gapCode(gap.soundMs, sound.heard);
		if (code)
			found.push(problem(code, -1, { from: clock(gap.fromMs), to: clock(gap.toMs), fromMs: gap.fromMs }));
	}
	return { problems: found, errors: found.filter(({ level }) => level === 'error').length, covered };
}

function times(cues: readonly Timed[], i: number, lengthMs: number): Problem[] {
	const found: Problem[] = [];
	const cue = cues[i]!;
	const before = cues[i - 1];
	if (!cue.text) found.push(problem('text', i));
	if (cue.endMs <= cue.startMs) found.push(problem('backwards', i));
	if (before && cue.startMs < before.startMs) found.push(problem('order', i));
	else if (before && cue.startMs < before.endMs) found.push(problem('overlap', i));
	if (lengthMs > 0 && cue.endMs > lengthMs + limits.endSlackMs) found.push(problem('past_end', i));
	return found;
}

function reading(cue: Timed, i: number): Problem[] {
	const length = cue.endMs - cue.startMs;
	if (length <= 0) return [];
	const found: Problem[] = [];
	const speed = speedOf(cue);
	if (speed > limits.maxSpeed) found.push(problem('too_fast', i, { speed }));
	else if (speed > limits.goodSpeed) found.push(problem('fast', i, { speed }));
	const lines = cue.text.split('\n');
	if (lines.length > limits.lines) found.push(problem('many_lines', i));
	if (lines.some((line) => characters(line) > limits.line)) found.push(problem('long_line', i));
	if (length < limits.shortestMs) found.push(problem('short', i));
	else if (length > limits.longestMs) found.push(problem('long', i));
	return found;
}

interface Gap {
	fromMs: number;
	toMs: number;
	soundMs: number;
}

function gapCode(soundMs: number, heard: boolean): Code | undefined {
	if (heard) {
		if (soundMs >= limits.missingMuchMs) return 'missing_much';
		return soundMs >= limits.missingMs ? 'missing' : undefined;
	}
	if (soundMs >= limits.perhapsMissingMuchMs) return 'empty_long';
	return soundMs >= limits.perhapsMissingMs ? 'perhaps_missing' : undefined;
}

/** gapsOf are the stretches without captions in which something is heard, and how much of the sound has captions. */
function gapsOf(
	cues: readonly Timed[],
	{ lengthMs, heard, spans }: CaptionSound
): { gaps: Gap[]; covered: number } {
	const sound = heard ? spans : [[0, lengthMs]];
	const total = sound.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);
	const gaps: Gap[] = [];
	let without = 0;
	let next = 0;
	for (const [from, to] of between(cues, lengthMs)) {
		while (next < sound.length && (sound[next]?.[1] ?? 0) <= from) next++;
		const gap = heardIn(sound, next, from, to);
		if (!gap.soundMs) continue;
		gaps.push(gap);
		without += gap.soundMs;
	}
	return { gaps, covered: total > 0 ? Math.floor((100 * (total - without)) / total) : 0 };
}

/** between is where no cue stands, from the beginning of the video to its end. */
function between(cues: readonly Timed[], lengthMs: number): [number, number][] {
	const free: [number, number][] = [];
	let at = 0;
	for (const { startMs, endMs } of [...cues].sort((a, b) => a.startMs - b.startMs)) {
		if (endMs <= startMs) continue;
		if (startMs > at) free.push([at, Math.min(startMs, Math.max(lengthMs, at))]);
		at = Math.max(at, endMs);
	}
	free.push([at, Math.max(lengthMs, at)]);
	return free;
}

function heardIn(sound: readonly (readonly number[])[], first: number, from: number, to: number): Gap {
	const gap: Gap = { fromMs: 0, toMs: 0, soundMs: 0 };
	for (let i = first; i < sound.length && sound[i]![0]! < to; i++) {
		const [start, end] = [Math.max(sound[i]![0]!, from), Math.min(sound[i]![1]!, to)];
		if (end <= start) continue;
		if (!gap.soundMs) gap.fromMs = start;
		gap.toMs = end;
		gap.soundMs += end - start;
	}
	return gap;
}
