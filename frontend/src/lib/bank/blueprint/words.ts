import type { TestRules } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import type { Change } from './matrix';

const names: Partial<Record<keyof TestRules, () => string>> = {
	minutes: m.matrix_minutes,
	passMark: m.matrix_pass,
	attempts: m.matrix_attempts,
	coolingOffMinutes: m.matrix_cooling,
	feedback: m.matrix_feedback,
	secondMarker: m.matrix_second_marker,
	moderationPercent: m.matrix_moderation,
	appealDays: m.matrix_appeal,
	fixed: m.matrix_fixed,
	keepQuestions: m.matrix_keep_questions,
	keepOptions: m.matrix_keep_options
};

export const ruleName = (name: keyof TestRules): string => names[name]?.() ?? name;

/** shown is the value of a rule as a list of changes says it. */
export function shown(name: Change['name'], value: string): string {
	if (value === 'true') return m.matrix_yes();
	if (value === 'false') return m.matrix_no();
	if (name === 'passMark') return String(Number(value) / 100).replace('.', ',');
	if (name === 'feedback')
		return value === 'score_only' ? m.matrix_feedback_score() : m.matrix_feedback_full();
	if (name === 'fixed') return value ? value.replaceAll(',', ', ') : '–';
	return value;
}
