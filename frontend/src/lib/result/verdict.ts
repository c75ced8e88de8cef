import type { QuestionReview, ResultItem } from '$lib/api/wire';

/** Verdict is what an answer came to. */
export type Verdict = 'right' | 'partly' | 'wrong' | 'unanswered' | 'awaiting';

type Reviewed = QuestionReview & { parts?: QuestionReview[] };

/** verdictOf says what an answer came to. A text or a file that has earned nothing yet waits to be marked by people. */
export function verdictOf(item: ResultItem): Verdict {
	if (item.correct) return 'right';
	if (item.points > 0) return 'partly';
	if (!wasAnswered(item)) return 'unanswered';
	return [item, ...(item.parts ?? [])].some(isMarkedByPeople) ? 'awaiting' : 'wrong';
}

/** isMarkedByPeople tells whether a question is an essay or asks for files, and was answered. */
function isMarkedByPeople(review: QuestionReview): boolean {
	return (review.type === 'essay' || review.type === 'file_upload') && wasAnswered(review);
}

/** wasAnswered tells whether anything was given. */
export function wasAnswered(review: Reviewed): boolean {
	return (
		Boolean(review.answerText || review.files?.length || review.hotspot?.picks.length) ||
		(review.options ?? []).some(({ chosen }) => chosen) ||
		(review.rows ?? []).some(({ givenHtml }) => givenHtml !== '') ||
		(review.parts ?? []).some(wasAnswered)
	);
}
