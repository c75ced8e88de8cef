import type { BankItem, BankTopic } from '$lib/api/wire';
import { text } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import type { IconName } from '$lib/ui/Icon.svelte';

export type BankState = BankItem['state'];

interface StateWords {
	tone: 'plain' | 'brand' | 'success' | 'warning';
	icon: IconName;
	name: () => string;
}

/** stateWords are how the states of a question look: a word with a drawing, never a colour alone. */
export const stateWords: Record<BankState, StateWords> = {
	draft: { tone: 'brand', icon: 'clock', name: m.bank_state_draft },
	sent_back: { tone: 'warning', icon: 'back', name: m.bank_state_sent_back },
	reviewed: { tone: 'success', icon: 'check', name: m.bank_state_reviewed },
	retired: { tone: 'plain', icon: 'close', name: m.bank_state_retired }
};

/** topicName calls a topic by its title; a topic that the course no longer has by its key. */
export function topicName(topics: BankTopic[], key: string): string {
	const found = topics.find((topic) => topic.key === key);
	return found ? text(found.title) : key;
}

/** levels are the difficulties of questions, the easiest first. */
export const levels = [1, 2, 3] as const;

const levelNames: Record<number, () => string> = {
	1: m.bank_level_1,
	2: m.bank_level_2,
	3: m.bank_level_3
};

export const levelName = (level: number): string => levelNames[level]?.() ?? String(level);

/** typeNames call the types of question, in the order in which they are offered. */
export const typeNames: Record<BankItem['type'], () => string> = {
	single: m.bank_type_single,
	multiple: m.bank_type_multiple,
	true_false: m.bank_type_true_false,
	short_answer: m.bank_type_short_answer,
	numeric: m.bank_type_numeric,
	formula: m.bank_type_formula,
	matching: m.bank_type_matching,
	ordering: m.bank_type_ordering,
	categorize: m.bank_type_categorize,
	single_choice_table: m.bank_type_single_choice_table,
	cloze: m.bank_type_cloze,
	inline_choice: m.bank_type_inline_choice,
	hotspot: m.bank_type_hotspot,
	essay: m.bank_type_essay,
	file_upload: m.bank_type_file_upload,
	case_study: m.bank_type_case_study
};
