import { describe, expect, it } from 'vitest';
import { mayJump, reachOf, watchedOf, without } from './skipping';

const missing = [
	{ fromMs: 20_000, toMs: 40_000 },
	{ fromMs: 60_000, toMs: 100_000 }
];

describe('skipping', () => {
	it('ends at the first moment that was not watched', () => {
		expect(reachOf(missing)).toBe(20_000);
		expect(reachOf([])).toBe(Infinity);
	});

	it('may go back, to the reach and into watched parts', () => {
		for (const to of [0, 20_000, 21_000, 40_000, 59_000]) expect(mayJump(to, missing)).toBe(true);
		for (const to of [22_000, 39_000, 60_000, 99_000]) expect(mayJump(to, missing)).toBe(false);
		expect(mayJump(99_000, [])).toBe(true);
	});

	it('counts what was just watched', () => {
		const now = without(missing, [{ fromMs: 19_000, toMs: 30_000 }]);
		expect(now).toEqual([
			{ fromMs: 30_000, toMs: 40_000 },
			{ fromMs: 60_000, toMs: 100_000 }
		]);
		expect(mayJump(30_500, now)).toBe(true);
		expect(mayJump(35_000, now)).toBe(false);
	});

	it('splits a gap and takes a whole one away', () => {
		expect(without(missing, [{ fromMs: 25_000, toMs: 30_000 }]).length).toBe(3);
		expect(without(missing, [{ fromMs: 0, toMs: 50_000 }]).length).toBe(1);
	});

	it('shows what was watched', () => {
		expect(watchedOf(missing, 100_000)).toEqual([
			{ fromMs: 0, toMs: 20_000 },
			{ fromMs: 40_000, toMs: 60_000 }
		]);
	});
});
