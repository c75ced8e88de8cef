import { expect, it } from 'vitest';
import type { ResultItem } from '$lib/api/wire';
import { verdictOf } from './verdict';

const item = (given: Partial<ResultItem>): ResultItem => ({
	position: 1,
	type: 'short_answer',
	stemHtml: '',
	explainHtml: '',
	correct: false,
	points: 0,
	maxPoints: 100,
	...given
});
const row = (givenHtml: string) => ({
	labelHtml: 'a',
	givenHtml,
	correctHtml: 'b',
	correct: false,
	explainHtml: ''
});
const essay = { type: 'essay', stemHtml: '', explainHtml: '', answerText: 'Tôi nghĩ…' } as const;

it.each<[string, Partial<ResultItem>]>([
	['right', { correct: true, points: 100, answerText: 'x' }],
	['partly', { points: 50, answerText: 'x' }],
	['wrong', { answerText: 'x' }],
	['wrong', { points: -25, answerText: 'x' }],
	['unanswered', {}],
	['unanswered', { type: 'matching', rows: [row(''), row('')] }],
	['wrong', { type: 'matching', rows: [row(''), row('c')] }],
	['unanswered', { type: 'hotspot', hotspot: { regions: [], picks: [] } }],
	['awaiting', { type: 'essay', answerText: 'Tôi nghĩ…', waits: true }],
	['wrong', { type: 'essay', answerText: 'Tôi nghĩ…' }],
	['unanswered', { type: 'essay' }],
	['awaiting', { type: 'case_study', parts: [essay], waits: true }]
])('an answer came to %s: %j', (verdict, given) => expect(verdictOf(item(given))).toBe(verdict));
