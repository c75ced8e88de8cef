import { describe, expect, it } from 'vitest';
import { announcement, remaining, ServerClock } from './timer';

it('follows the server, not the clock of the device', () => {
	const clock = new ServerClock();
	clock.sync('2026-11-23T03:00:00Z', 5000);
	expect(new Date(clock.now(65_000)).toISOString()).toBe('2026-11-23T03:01:00.000Z');
});

it.each([
	[1_745_000, '29:05'],
	[3_600_000, '1:00:00'],
	[400, '0:01'],
	[-5000, '0:00']
])('writes %d ms as %s', (ms, text) => expect(remaining(ms)).toBe(text));

describe('announcement', () => {
	it('speaks at ten, five and one minutes only', () => {
		const spoken: number[] = [];
		for (let ms = 30 * 60_000; ms > 0; ms -= 1000) {
			const minutes = announcement(ms, ms - 1000);
			if (minutes) spoken.push(minutes);
		}
		expect(spoken).toEqual([10, 5, 1]);
	});

	it('does not speak of what had passed before the page was opened', () => {
		expect(announcement(4 * 60_000, 4 * 60_000 - 1000)).toBeUndefined();
	});
});
