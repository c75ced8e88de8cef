import { m } from '$lib/paraglide/messages';
import { limits, type Code, type Problem } from './checks';

const words: Record<Code, (problem: Problem) => string> = {
	empty: () => m.captions_problem_empty(),
	text: () => m.captions_problem_text(),
	backwards: () => m.captions_problem_backwards(),
	order: () => m.captions_problem_order(),
	overlap: () => m.captions_problem_overlap(),
	past_end: () => m.captions_problem_past_end(),
	too_fast: () => m.captions_problem_too_fast({ max: String(limits.maxSpeed) }),
	fast: () => m.captions_problem_fast({ max: String(limits.goodSpeed) }),
	many_lines: () => m.captions_problem_many_lines({ max: String(limits.lines) }),
	long_line: () => m.captions_problem_long_line({ max: String(limits.line) }),
	short: () => m.captions_problem_short(),
	long: () => m.captions_problem_long({ max: String(limits.longestMs / 1000) }),
	missing: ({ from = '', to = '' }) => m.captions_problem_missing({ from, to }),
	missing_much: ({ from = '', to = '' }) => m.captions_problem_missing_much({ from, to }),
	empty_long: ({ from = '', to = '' }) => m.captions_problem_empty_long({ from, to }),
	perhaps_missing: ({ from = '', to = '' }) => m.captions_problem_perhaps_missing({ from, to })
};

/** problemText says what is wrong and what to do. */
export function problemText(problem: Problem): string {
	return words[problem.code](problem);
}
