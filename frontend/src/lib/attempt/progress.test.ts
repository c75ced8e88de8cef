import { describe, expect, it } from 'vitest';
import type { AnswerPayload, Question } from '$lib/api/wire';
import { countWords, progressOf, type Progress } from './progress';

const list = (count: number) => Array.from({ length: count }, (_, index) => ({ index, html: '' }));
type Asked = Partial<Question> & { parts?: Question[] };
const question = (asked: Asked) => ({ type: 'single' as const, stemHtml: '', ...asked });

const cases: [Progress, Asked, AnswerPayload | undefined][] = [
	['none', {}, undefined],
	['none', {}, { choices: [] }],
	['full', { type: 'true_false' }, { truth: false }],
	['none', { type: 'numeric' }, { text: '  ' }],
	['full', { type: 'formula' }, { text: '5' }],
	['full', { type: 'ordering' }, { choices: [2, 0, 1] }],
	['none', { type: 'matching', prompts: list(2) }, {}],
	['none', { type: 'matching', prompts: list(2) }, { pairs: [-1, -1] }],
	['part', { type: 'matching', prompts: list(2) }, { pairs: [-1, 0] }],
	['full', { type: 'single_choice_table', prompts: list(2) }, { pairs: [1, 0] }],
	['part', { type: 'cloze', gaps: [{ type: 'single' }, { type: 'numeric' }] }, { gaps: [{ choice: 0 }] }],
	[
		'full',
		{ type: 'cloze', gaps: [{ type: 'single' }, { type: 'numeric' }] },
		{ gaps: [{ choice: 0 }, { text: '3' }] }
	],
	['full', { type: 'hotspot', picks: 2 }, { picks: [{ x: 1, y: 2 }] }],
	['full', { type: 'file_upload' }, { files: [{ id: 'f', name: 'a.pdf', size: 1 }] }],
	['part', { type: 'essay', essay: { minWords: 3, maxWords: 0 } }, { text: 'hai từ' }],
	['full', { type: 'essay', essay: { minWords: 3, maxWords: 0 } }, { text: 'đủ ba từ' }],
	['none', { type: 'essay', essay: { minWords: 3, maxWords: 0 } }, { text: ' ' }]
];
const study = question({
	type: 'case_study',
	parts: [question({}), question({ type: 'matching', prompts: list(2) })]
});

describe('progressOf', () => {
	it.each(cases)('%s: %j %j', (progress, asked, payload) =>
		expect(progressOf(question(asked), payload)).toBe(progress)
	);

	it.each<[Progress, AnswerPayload]>([
		['none', { parts: [{}, {}] }],
		['part', { parts: [{ choices: [0] }] }],
		['part', { parts: [{ choices: [0] }, { pairs: [0, -1] }] }],
		['full', { parts: [{ choices: [0] }, { pairs: [0, 1] }] }]
	])('a case study is answered when all its parts are: %s %j', (progress, payload) =>
		expect(progressOf(study, payload)).toBe(progress)
	);
});

it('counts words between spaces', () => {
	expect(countWords('  Không bấm  vào\nliên kết lạ. ')).toBe(6);
	expect(countWords('')).toBe(0);
});
