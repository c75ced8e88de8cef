import type { ItemFigures, TestRules, TestSummary } from '$lib/api/wire';
import { number } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

export type TestKind = 'pre_test' | 'final';
export type Flag = ItemFigures['flags'][number];

/** TestChoice names a test of a course; testId is empty for the edition of today. */
export interface TestChoice {
	key: string;
	kind: TestKind;
	testId: string;
}

export const pathOf = ({ key, kind }: TestChoice) => ({ key, kind });
export const queryOf = ({ testId }: TestChoice) => (testId ? { testId } : {});

const kindNames: Record<TestRules['kind'], () => string> = {
	final: m.stats_kind_final,
	pre_test: m.stats_kind_pre_test,
	self_check: m.stats_kind_self_check
};

export const kindName = (kind: TestRules['kind']): string => kindNames[kind]();

/** From so many people on the server says what in a question deserves a look. */
export const fewestFlagged = 30;

interface FlagWords {
	tone: 'danger' | 'warning' | 'plain';
	name: () => string;
	detail: () => string;
}

export const flagWords: Record<Flag, FlagWords> = {
	negative: { tone: 'danger', name: m.stats_flag_negative, detail: m.stats_flag_negative_detail },
	strong_distractor: { tone: 'danger', name: m.stats_flag_strong, detail: m.stats_flag_strong_detail },
	too_hard: { tone: 'warning', name: m.stats_flag_hard, detail: m.stats_flag_hard_detail },
	weak: { tone: 'warning', name: m.stats_flag_weak, detail: m.stats_flag_weak_detail },
	unused_distractor: { tone: 'plain', name: m.stats_flag_unused, detail: m.stats_flag_unused_detail },
	too_easy: { tone: 'plain', name: m.stats_flag_easy, detail: m.stats_flag_easy_detail }
};

/** hundredths writes a coefficient such as 0,82; what cannot be computed is a dash. */
export function hundredths(value: number | undefined): string {
	return value === undefined ? '–' : number(value / 100, 2).replace('-', '−');
}

/** mark writes a mark with one decimal. */
export const mark = (value: number) => number(value / 100, 1).replace('-', '−');

/** whole writes hundredths of a percent without decimals: finer than that no small group is. */
export const whole = (value: number | undefined) =>
	value === undefined ? '–' : `${number(value / 100).replace('-', '−')}%`;

/** reliabilityLevel is the word beside a reliability. */
export function reliabilityLevel(value: number): string {
	if (value >= 80) return m.stats_reliability_high();
	if (value >= 70) return m.stats_reliability_fair();
	if (value >= 60) return m.stats_reliability_middling();
	return m.stats_reliability_low();
}

/** readings say in words what the figures mean for a teacher. */
export function readings(summary: TestSummary): string[] {
	const { reliability, standardError, consistency } = summary;
	if (reliability === undefined) return [m.stats_reading_none()];
	if (reliability <= 0) return [m.stats_reading_chance()];
	const said = [m.stats_reading_reliability({ part: whole(reliability * 100) })];
	if (standardError !== undefined) said.push(m.stats_reading_error({ error: mark(standardError) }));
	if (consistency !== undefined) said.push(m.stats_reading_consistency({ part: whole(consistency) }));
	return said;
}

export function methodWords(method: TestSummary['method']): string {
	if (method === 'drawn') return m.stats_method_drawn();
	return method === 'kr20' ? m.stats_method_kr20() : m.stats_method_alpha();
}

/** binName is a stretch of marks: from 6 to below 7, and at the end with 10. */
export function binName(place: number, of: number): string {
	const name = { from: number(place), to: number(place + 1) };
	return place === of - 1 ? m.stats_bin_last(name) : m.stats_bin(name);
}
