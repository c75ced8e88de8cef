import type { Item, Question } from '$lib/api/wire';
import { arrived } from '$lib/api/arrived';

type Type = Question['type'];

export const isChoice = (type: Type) => ['single', 'multiple', 'true_false'].includes(type);
export const isInWords = (type: Type) => ['numeric', 'short_answer', 'formula'].includes(type);

/** showsStem: the type writes the stem itself, with its fields in the text or beside its parts. */
export const showsStem = (type: Type) => ['cloze', 'inline_choice', 'case_study'].includes(type);

/** lateQuestion loads what all other types need, as one file: a test of choices and numbers does without. */
export const lateQuestion = () => import('./question/Question.svelte');

/** fetchAhead loads what a paper needs later while the line is there: types in a file of their own, and images. */
export function fetchAhead(items: Item[]): void {
	if (items.some(({ type }) => !isChoice(type) && !isInWords(type))) void arrived(lateQuestion());
	for (const { image } of items.flatMap((item) => [item, ...(item.parts ?? [])]))
		if (image) new Image().src = image.url;
}
