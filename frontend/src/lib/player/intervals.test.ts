import { describe, expect, it } from 'vitest';
import { length, range, spoken, WatchTracker } from './intervals';

const plain = (tracker: WatchTracker, now: number) =>
	tracker.take(now).map(({ sequence, fromMs, toMs }) => [sequence, fromMs, toMs]);

describe('WatchTracker', () => {
	it('records what was played and nothing of a jump', () => {
		const tracker = new WatchTracker();
		tracker.start(0, 1, 0);
		tracker.advance(1000, 1, 1000);
		tracker.advance(2000, 1, 2000);
		tracker.advance(60_000, 1, 2250);
		tracker.advance(61_000, 1, 3250);
		tracker.stop();
		expect(plain(tracker, 4000)).toEqual([
			[1, 0, 2000],
			[2, 60_000, 61_000]
		]);
	});

	it('does not take a jump made of many small steps for playing', () => {
		const tracker = new WatchTracker();
		tracker.start(0, 1, 0);
		for (let step = 1; step <= 20; step++) tracker.advance(step * 1400, 1, step * 100);
		tracker.stop();
		const watched = tracker.take(3000).reduce((sum, s) => sum + s.toMs - s.fromMs, 0);
		expect(watched).toBeLessThan(2000 + 20 * 1500);
	});

	it('shows what is pending without ending it', () => {
		const tracker = new WatchTracker();
		tracker.start(0, 1, 0);
		tracker.advance(2000, 1, 2000);
		expect(tracker.pending()).toMatchObject([{ sequence: 1, fromMs: 0, toMs: 2000 }]);
		tracker.advance(3000, 1, 3000);
		tracker.stop();
		expect(tracker.pending()).toMatchObject([{ sequence: 1, fromMs: 0, toMs: 3000 }]);
		expect(plain(tracker, 4000)).toEqual([[1, 0, 3000]]);
		expect(tracker.pending()).toEqual([]);
	});

	it('begins anew at a jump back and at a new speed', () => {
		const tracker = new WatchTracker();
		tracker.start(10_000, 1, 0);
		tracker.advance(11_000, 1, 1000);
		tracker.advance(5000, 1, 1100);
		tracker.advance(6000, 1, 2100);
		tracker.advance(6200, 2, 2200);
		tracker.advance(8200, 2, 3200);
		tracker.stop();
		expect(plain(tracker, 4000)).toEqual([
			[1, 10_000, 11_000],
			[2, 5000, 6200],
			[3, 6200, 8200]
		]);
	});

	it('goes on seamlessly after a take and keeps what could not be sent', () => {
		const tracker = new WatchTracker();
		tracker.start(0, 1, 0);
		tracker.advance(5000, 1, 5000);
		const first = tracker.take(5000);
		tracker.giveBack(first);
		tracker.advance(6000, 1, 6000);
		expect(plain(tracker, 6000)).toEqual([
			[1, 0, 5000],
			[2, 5000, 6000]
		]);
		expect(plain(tracker, 6000)).toEqual([]);
	});

	it('says when, how fast and whether in the background', () => {
		let hidden = false;
		const tracker = new WatchTracker(() => hidden);
		tracker.start(0, 1.25, 1000);
		tracker.advance(1000, 1.25, 1800);
		hidden = true;
		tracker.take(1800);
		tracker.advance(2000, 1.25, 2600);
		expect(tracker.pending()).toEqual([
			{
				sequence: 2,
				fromMs: 1000,
				toMs: 2000,
				playedAt: '1970-01-01T00:00:01.800Z',
				speed: 125,
				hidden: true
			}
		]);
	});

	it('leaves out a flicker', () => {
		const tracker = new WatchTracker();
		tracker.start(0, 1, 0);
		tracker.advance(100, 1, 100);
		tracker.stop();
		expect(tracker.take(200)).toEqual([]);
	});
});

it('writes times and stretches', () => {
	expect(length(65_900)).toBe('1:05');
	expect(spoken(65_900)).toBe('1 phút 5 giây');
	expect(spoken(9000)).toBe('9 giây');
	expect(range({ fromMs: 190_000, toMs: 235_999 })).toBe('3:10–3:55');
});
