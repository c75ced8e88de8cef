import { describe, expect, it } from 'vitest';
import { daysUntil, today } from './calendar';
import { clock, day, megabytes, number, rate, score, text } from './format';

describe('Vietnamese formats', () => {
	it('writes days and instants in Vietnam time', () => {
		expect(day('2026-05-09')).toBe('09/05/2026');
		expect(day('2026-05-09T18:30:00Z')).toBe('10/05/2026');
		expect(clock('2026-05-09T18:30:00Z')).toBe('01:30');
		expect(day(undefined)).toBe('');
	});

	it('writes numbers with comma decimals', () => {
		expect(number(1234.5, 1)).toBe('1.234,5');
		expect(score(840)).toBe('8,4');
		expect(score(695)).toBe('6,95');
		expect(rate(8571)).toBe('85,7%');
		expect(rate(null)).toBe('–');
		expect(megabytes(1_450_000)).toBe('1,5 MB');
	});

	it('counts days to a deadline by the calendar of Vietnam', () => {
		const lateEvening = new Date('2026-05-08T18:00:00Z'); // 01:00 on 9 May in Vietnam
		expect(today(lateEvening)).toBe('2026-05-09');
		expect(daysUntil('2026-05-09', lateEvening)).toBe(0);
		expect(daysUntil('2026-05-08', lateEvening)).toBe(-1);
	});

	it('falls back to Vietnamese', () => {
		expect(text({ vi: 'Khóa học' })).toBe('Khóa học');
		expect(text(undefined)).toBe('');
	});
});
