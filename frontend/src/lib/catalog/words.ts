import { m } from '$lib/paraglide/messages';

export const fields = ['cybersecurity', 'it', 'pedagogy', 'psychology'] as const;

const fieldNames: Record<string, () => string> = {
	cybersecurity: m.field_cybersecurity,
	it: m.field_it,
	pedagogy: m.field_pedagogy,
	psychology: m.field_psychology
};

const levelNames: Record<string, () => string> = {
	basic: m.level_basic,
	intermediate: m.level_intermediate,
	advanced: m.level_advanced
};

/** Each of these gives the words for a code, or the code itself when it is new to this page. */
export const fieldName = (code: string): string => fieldNames[code]?.() ?? code;
export const levelName = (code: string): string => levelNames[code]?.() ?? code;
