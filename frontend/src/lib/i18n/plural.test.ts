import { describe, expect, it } from 'vitest';
import { m } from '$lib/paraglide/messages';

const english = { locale: 'en' } as const;

describe('English counts', () => {
	it('has one form for one, as a number or as written, and another for the rest', () => {
		expect(m.periods_count({ count: 1 }, english)).toBe('1 period');
		expect(m.people_count({ count: '1' }, english)).toBe('1 person');
		for (const count of [0, 2, 8.5, '1,000', '1.0'])
			expect(m.people_count({ count }, english)).toBe(`${count} people`);
	});

	it('has a form for each of two counts', () => {
		const line = (questions: number, minutes: number) =>
			m.course_test_line({ questions, minutes, mark: '7.0' }, english);
		expect(line(1, 1)).toBe('1 question, 1 minute, pass mark 7.0');
		expect(line(1, 15)).toBe('1 question, 15 minutes, pass mark 7.0');
		expect(line(20, 1)).toBe('20 questions, 1 minute, pass mark 7.0');
		expect(line(20, 15)).toBe('20 questions, 15 minutes, pass mark 7.0');
	});

	it('leaves Vietnamese as it is', () => {
		expect(m.periods_count({ count: 1 }, { locale: 'vi' })).toBe('1 tiết');
	});
});
