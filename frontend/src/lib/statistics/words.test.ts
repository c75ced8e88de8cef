import { expect, test } from 'vitest';
import type { TestSummary } from '$lib/api/wire';
import { binName, flagWords, hundredths, mark, readings, reliabilityLevel, whole } from './words';

const summary = (more: Partial<TestSummary>): TestSummary => ({
	people: 100,
	mean: 700,
	sd: 150,
	lowerQuartile: 600,
	median: 700,
	upperQuartile: 800,
	bins: [0, 0, 0, 0, 0, 10, 20, 40, 20, 10],
	passRate: 7000,
	...more
});

test('figures are written as people read them, and what is not known is a dash', () => {
	expect(hundredths(82)).toBe('0,82');
	expect(hundredths(-5)).toBe('−0,05');
	expect(hundredths(undefined)).toBe('–');
	expect(mark(762)).toBe('7,6');
	expect(whole(9773)).toBe('98%');
	expect(whole(undefined)).toBe('–');
});

test('the last stretch of marks holds the highest mark', () => {
	expect(binName(0, 10)).toBe('0 đến dưới 1');
	expect(binName(9, 10)).toBe('9 đến 10');
});

test('a reliability is told in words, and nothing is read into one that is not there', () => {
	expect([85, 70, 60, 59, -10].map(reliabilityLevel)).toEqual(['cao', 'khá', 'trung bình', 'thấp', 'thấp']);
	const told = readings(summary({ reliability: 82, method: 'drawn', standardError: 64, consistency: 9010 }));
	expect(told).toHaveLength(3);
	expect(told[0]).toContain('82%');
	expect(told[1]).toContain('0,6 điểm');
	expect(told[2]).toContain('90%');
	expect(readings(summary({}))).toHaveLength(1);
	expect(readings(summary({ reliability: 0, method: 'alpha', standardError: 150 }))[0]).toContain('may rủi');
});

test('each flag has a name and says what to do about it', () => {
	for (const { name, detail } of Object.values(flagWords))
		expect(detail().length).toBeGreaterThan(name().length);
});
