import { expect, test } from 'vitest';
import type { RulesPage, TestRules } from '$lib/api/wire';
import { availableAt, changesOf, countAt, lacking, total, withCount } from './matrix';

const rules: TestRules = {
	kind: 'final',
	minutes: 20,
	passMark: 700,
	attempts: 0,
	coolingOffMinutes: 30,
	feedback: 'after_submit',
	secondMarker: false,
	moderationPercent: 20,
	appealDays: 7,
	cells: [
		{ topic: 'a', difficulty: 1, count: 2 },
		{ topic: 'a', difficulty: 1, count: 1 }
	],
	fixed: ['q1'],
	keepQuestions: false,
	keepOptions: false
};
const page: RulesPage = {
	version: 1,
	topics: [
		{ key: 'a', title: { vi: 'A' } },
		{ key: 'b', title: { vi: 'B' } }
	],
	tests: [rules],
	available: [{ topic: 'a', difficulty: 1, count: 3 }],
	bank: [{ key: 'q1', topic: 'a', difficulty: 1, stem: { vi: '' } }],
	changes: 0
};

test('a fixed question is not there for its cell, and cells that repeat count together', () => {
	expect(countAt(rules, { topic: 'a', difficulty: 1 })).toBe(3);
	expect(availableAt(page, rules, { topic: 'a', difficulty: 1 })).toBe(2);
	expect(lacking(page, rules)).toEqual([{ topic: 'a', difficulty: 1, asked: 3, available: 2 }]);
	expect(total(rules)).toBe(4);
});

test('another count makes one cell of it, and none takes it out', () => {
	const place = { topic: 'a', difficulty: 1 };
	expect(withCount(rules, place, 2).cells).toEqual([{ ...place, count: 2 }]);
	expect(withCount(rules, place, 0).cells).toEqual([]);
	expect(withCount(rules, { topic: 'b', difficulty: 3 }, 1).cells).toHaveLength(3);
	expect(changesOf(rules, { ...withCount(rules, place, 2), minutes: 25 })).toEqual([
		{ name: 'cell', place: { ...place, count: 2 }, before: '3', after: '2' },
		{ name: 'minutes', before: '20', after: '25' }
	]);
});
