import type { AnswerPayload, Item } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

type Type = Item['type'];

/** choicesOf gives what can be chosen; true and false are 1 and 0. */
export function choicesOf({ type, options }: Pick<Item, 'type' | 'options'>) {
	if (type !== 'true_false') return options ?? [];
	return [
		{ index: 1, html: m.test_true() },
		{ index: 0, html: m.test_false() }
	];
}

export function isChosen(payload: AnswerPayload | undefined, index: number, type: Type): boolean {
	if (type === 'true_false') return payload?.truth === (index === 1);
	return payload?.choices?.includes(index) ?? false;
}

/** withChoice is the answer after a choice was pressed: of several it is added or taken away. */
export function withChoice(payload: AnswerPayload | undefined, index: number, type: Type): AnswerPayload {
	if (type === 'true_false') return { truth: index === 1 };
	if (type !== 'multiple') return { choices: [index] };
	const chosen = payload?.choices ?? [];
	const rest = chosen.filter((other) => other !== index);
	return { choices: rest.length < chosen.length ? rest : [...rest, index].sort((a, b) => a - b) };
}

/** isAnswered tells whether an answer to a question without prompts, gaps or parts says anything. */
export function isAnswered(payload: AnswerPayload | undefined): boolean {
	return Boolean(payload?.choices?.length || payload?.truth !== undefined || payload?.text?.trim());
}
