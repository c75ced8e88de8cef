import type { AnswerPayload, Question } from '$lib/api/wire';
import { isAnswered } from './choices';

/** Progress is how far an answer is: nothing, a part of what is asked, or all of it. */
export type Progress = 'none' | 'part' | 'full';

type Asked = Pick<Question, 'type' | 'prompts' | 'gaps' | 'essay'> & { parts?: Asked[] };

/** progressOf tells how far an answer is: all of a question is every prompt, gap and part of it, and the words it asks for. */
export function progressOf(question: Asked, payload: AnswerPayload | undefined): Progress {
	if (question.parts)
		return together(question.parts.map((part, index) => progressOf(part, payload?.parts?.[index])));
	if (question.prompts)
		return together(question.prompts.map((_, index) => has((payload?.pairs?.[index] ?? -1) >= 0)));
	if (question.gaps)
		return together(
			question.gaps.map((_, index) => {
				const gap = payload?.gaps?.[index];
				return has(gap?.choice !== undefined || Boolean(gap?.text?.trim()));
			})
		);
	const given = has(isAnswered(payload) || Boolean(payload?.picks?.length || payload?.files?.length));
	const tooShort = countWords(payload?.text) < (question.essay?.minWords ?? 0);
	return given === 'full' && tooShort ? 'part' : given;
}

/** countWords counts what stands between spaces, as the server does. */
export function countWords(text: string | undefined): number {
	return text?.trim() ? text.trim().split(/\s+/).length : 0;
}

function has(given: boolean): Progress {
	return given ? 'full' : 'none';
}

function together(all: Progress[]): Progress {
	if (all.every((one) => one === 'full')) return 'full';
	return all.every((one) => one === 'none') ? 'none' : 'part';
}
