import { expect, test } from 'vitest';
import { added, difference, merged, numbered, plain, readTime, split, tapped, timeOf } from './cues';

const cue = (startMs: number, endMs: number, text: string) => ({ startMs, endMs, text });

test('times are written and read', () => {
	for (const ms of [0, 300, 5300, 65_300, 3_725_001]) expect(readTime(timeOf(ms))).toBe(ms);
	expect(timeOf(65_300)).toBe('1:05.300');
	for (const [typed, ms] of [
		['5', 5000],
		['1:05,3', 65_300],
		['90', 90_000]
	] as const)
		expect(readTime(typed)).toBe(ms);
	for (const typed of ['', 'abc', '1:75', '-3', '1.2.3', '1:2:3:4']) expect(readTime(typed)).toBeUndefined();
});

test('a tap begins the next caption and ends the one before', () => {
	const cues = numbered([cue(0, 2000, 'a'), cue(2000, 4000, 'b'), cue(4000, 6000, 'c')]);
	expect(plain(tapped(cues, 1, 2600.4))).toEqual([
		cue(0, 2600, 'a'),
		cue(2600, 4600, 'b'),
		cue(4000, 6000, 'c')
	]);
	expect(plain(tapped(cues, 1, 60_000))[0]).toEqual(cue(0, 7000, 'a'));
	expect(plain(tapped(cues, 1, 0))[0]).toEqual(cue(0, 1, 'a'));
	expect(plain(tapped(cues, 0, 500))[0]).toEqual(cue(500, 2500, 'a'));
});

test('captions are split by their words and joined again', () => {
	const cues = numbered([cue(0, 4000, 'một hai ba bốn'), cue(4000, 5000, 'năm')]);
	const parts = split(cues, 0);
	expect(plain(parts).map(({ text }) => text)).toEqual(['một hai', 'ba bốn', 'năm']);
	expect(parts[0]!.endMs).toBe(parts[1]!.startMs);
	expect(parts[1]!.endMs).toBe(4000);
	expect(plain(split(cues, 0, 4))[0]!.text).toBe('một');
	expect(plain(merged(parts, 0))[0]).toEqual(cue(0, 4000, 'một hai\nba bốn'));
	expect(merged(cues, 1)).toEqual(cues);
	expect(plain(split(numbered([cue(0, 10, '')]), 0))).toEqual([cue(0, 5, ''), cue(5, 10, '')]);
});

test('a new caption takes no more than the room there is', () => {
	const cues = numbered([cue(0, 1000, 'a'), cue(1500, 2000, 'b')]);
	expect(plain(added(cues, 0))[1]).toEqual(cue(1000, 1500, ''));
	expect(plain(added(cues, 1))[2]).toEqual(cue(2000, 4000, ''));
	expect(plain(added([], -1))).toEqual([cue(0, 2000, '')]);
});

test('what another file would change is counted', () => {
	const before = [cue(0, 1, 'a'), cue(1, 2, 'b'), cue(2, 3, 'c'), cue(3, 4, 'c')];
	const after = [cue(0, 1, 'a'), cue(1, 3, 'b'), cue(3, 4, 'x'), cue(4, 5, 'c'), cue(5, 6, 'y')];
	expect(difference(before, after)).toEqual({ same: 1, retimed: 2, reworded: 1, added: 1, removed: 0 });
	expect(difference(before, [])).toEqual({ same: 0, retimed: 0, reworded: 0, added: 0, removed: 4 });
});
