import type { Range } from '$lib/api/wire';
import { fold } from '$lib/i18n/fold';

/** Cue is one line of the captions. */
export interface Cue extends Range {
	text: string;
}

/** cuesOf reads the cues that the browser has read, as plain text on one line each. */
export function cuesOf(track: TextTrack): Cue[] {
	return Array.from((track.cues ?? []) as ArrayLike<VTTCue>, (cue) => ({
		fromMs: Math.round(cue.startTime * 1000),
		toMs: Math.round(cue.endTime * 1000),
		text: (cue.getCueAsHTML().textContent ?? '').replace(/\s+/g, ' ').trim()
	}));
}

/** currentOf is the index of the last thing that has begun at a moment, -1 before the first. */
export function currentOf(begun: { fromMs: number }[], ms: number): number {
	return begun.findLastIndex(({ fromMs }) => fromMs <= ms);
}

/** Hit is a place in a cue's text. */
export interface Hit {
	cue: number;
	from: number;
	to: number;
}

/** hitsOf finds words in the cues, without minding accents and case. */
export function hitsOf(cues: Cue[], query: string): Hit[] {
	const wanted = fold(query).trim().replace(/\s+/g, ' ');
	return wanted ? cues.flatMap(({ text }, cue) => hitsIn(text, wanted).map((hit) => ({ cue, ...hit }))) : [];
}

function hitsIn(text: string, wanted: string): { from: number; to: number }[] {
	const places: number[] = []; // for each folded letter, where it stands in the text
	let folded = '';
	let at = 0;
	for (const letter of text) {
		for (const plain of fold(letter)) {
			folded += plain;
			for (let unit = 0; unit < plain.length; unit++) places.push(at);
		}
		at += letter.length;
	}
	places.push(text.length);
	const hits = [];
	for (let found = folded.indexOf(wanted); found >= 0; found = folded.indexOf(wanted, found + wanted.length))
		hits.push({ from: places[found] ?? 0, to: places[found + wanted.length] ?? text.length });
	return hits;
}
