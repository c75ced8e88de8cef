import type { QuestionReview, ResultItem } from '$lib/api/wire';

/** Verdict is what an answer came to. */
export type Verdict = 'right' | 'partly' | 'wrong' | 'unanswered' | 'awaiting';

type Reviewed = QuestionReview & { parts?: QuestionReview[] };

/** verdictOf says what an answer came to. */
export function verdictOf(item: ResultItem): Verdict {
	if (item.waits) return 'awaiting';
	if (item.correct) return 'right';
	if (item.points > 0) return 'partly';
	return wasAnswered(item) ? 'wrong' : 'unanswered';
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
