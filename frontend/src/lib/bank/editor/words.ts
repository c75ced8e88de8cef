import { m } from '$lib/paraglide/messages';
import type { Type } from './draft';

/** typeNames call the types of question, in the order in which they are offered. */
export const typeNames: Record<Type, () => string> = {
	single: m.bankedit_type_single,
	multiple: m.bankedit_type_multiple,
	true_false: m.bankedit_type_true_false,
	short_answer: m.bankedit_type_short_answer,
	numeric: m.bankedit_type_numeric,
	formula: m.bankedit_type_formula,
	matching: m.bankedit_type_matching,
	ordering: m.bankedit_type_ordering,
	categorize: m.bankedit_type_categorize,
	single_choice_table: m.bankedit_type_single_choice_table,
	cloze: m.bankedit_type_cloze,
	inline_choice: m.bankedit_type_inline_choice,
	hotspot: m.bankedit_type_hotspot,
	essay: m.bankedit_type_essay,
	file_upload: m.bankedit_type_file_upload,
	case_study: m.bankedit_type_case_study
};

export const difficulties = () => [
	{ value: 1, label: m.bankedit_level_1() },
	{ value: 2, label: m.bankedit_level_2() },
	{ value: 3, label: m.bankedit_level_3() }
];
