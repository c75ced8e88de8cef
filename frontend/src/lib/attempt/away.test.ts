import { afterEach, expect, test, vi } from 'vitest';
import { Away } from './away';

afterEach(() => {
	localStorage.clear();
	vi.restoreAllMocks();
});

test('only what lasts longer than two seconds counts, and totals outlive the page', () => {
	const away = new Away('a1');
	away.leave(1000);
	away.back(2900);
	expect(away.totals).toEqual({ times: 0, seconds: 0 });
	away.leave(10_000);
	away.leave(12_000); // hidden, and then without focus: one absence
	away.back(15_400);
	away.back(20_000);
	expect(away.totals).toEqual({ times: 1, seconds: 5 });
	expect(new Away('a1').totals).toEqual({ times: 1, seconds: 5 });
	expect(new Away('a2').totals).toEqual({ times: 0, seconds: 0 });
});

test('totals are unsent until the server has them', () => {
	const away = new Away('a1');
	expect(away.unsent).toBe(false);
	away.leave(0);
	away.back(3000);
	expect(away.unsent).toBe(true);
	const totals = away.totals;
	away.leave(4000);
	away.back(8000);
	away.sent(totals);
	expect(away.unsent).toBe(true);
	away.sent(away.totals);
	expect(away.unsent).toBe(false);
});

test('the page is watched while the test runs, and choosing a file is no absence', () => {
	const away = new Away('a1');
	const stop = away.run();
	const now = vi.spyOn(Date, 'now').mockReturnValue(0);
	dispatchEvent(new Event('blur'));
	now.mockReturnValue(5000);
	dispatchEvent(new Event('focus'));
	expect(away.totals).toEqual({ times: 1, seconds: 5 });
	const file = document.body.appendChild(Object.assign(document.createElement('input'), { type: 'file' }));
	file.focus();
	dispatchEvent(new Event('blur'));
	now.mockReturnValue(60_000);
	dispatchEvent(new Event('focus'));
	expect(away.totals.times).toBe(1);
	file.remove();
	stop();
	dispatchEvent(new Event('blur'));
	now.mockReturnValue(90_000);
	dispatchEvent(new Event('focus'));
	expect(away.totals.times).toBe(1);
});
