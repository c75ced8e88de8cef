import { describe, expect, it } from 'vitest';
import { currentOf, hitsOf, type Cue } from './cues';

const cues: Cue[] = ['Một thư giả trông rất thật.', 'Đừng vội: thư giả hay giục.', 'Hết.'].map(
	(text, at) => ({
		fromMs: at * 2000 + 500,
		toMs: at * 2000 + 2000,
		text
	})
);
const found = (query: string) =>
	hitsOf(cues, query).map(({ cue, from, to }) => [cue, cues[cue]!.text.slice(from, to)]);

describe('hitsOf', () => {
	it('finds words without accents and case', () => {
		expect(found('thu gia')).toEqual([
			[0, 'thư giả'],
			[1, 'thư giả']
		]);
		expect(found('  ĐỪNG   VỘI ')).toEqual([[1, 'Đừng vội']]);
	});

	it('finds text of decomposed letters', () => {
		const apart = [{ fromMs: 0, toMs: 1, text: 'một thư giả thôi'.normalize('NFD') }];
		const [hit] = hitsOf(apart, 'thư giả');
		expect(apart[0]!.text.slice(hit!.from, hit!.to).normalize('NFC').trim()).toBe('thư giả');
	});

	it('finds nothing for nothing', () => {
		expect(found('  ')).toEqual([]);
		expect(found('virus')).toEqual([]);
	});
});

it('knows the cue of a moment, also between two', () => {
	expect([0, 500, 2100, 2500, 99_000].map((ms) => currentOf(cues, ms))).toEqual([-1, 0, 0, 1, 2]);
});
