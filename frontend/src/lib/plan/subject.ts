import type { Measure, TargetRow, Targets } from '$lib/api/wire';
import { fieldName, fields } from '$lib/catalog/words';
import { number, rate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** Subject is what targets are about: a course, a field, or with both empty all training. */
export interface Subject {
	courseKey: string;
	field: string;
}

const fieldMark = 'linh-vuc:';

/** subjectValue and subjectOf write a subject as one value of a list and read it again. */
export const subjectValue = ({ courseKey, field }: Subject): string =>
	field ? fieldMark + field : courseKey;
export const subjectOf = (value: string): Subject =>
	value.startsWith(fieldMark)
		? { courseKey: '', field: value.slice(fieldMark.length) }
		: { courseKey: value, field: '' };

/** subjectOptions are all training, the fields and the courses, with how many units have such a target. */
export function subjectOptions(
	courses: { value: string; label: string }[],
	given: Targets['subjects'],
	measure: Measure
) {
	const counts = new Map(
		given
			.filter((one) => one.measure === measure)
			.map(({ courseKey = '', field = '', agencies }) => [subjectValue({ courseKey, field }), agencies])
	);
	const options = [
		{ value: '', label: m.target_subject_all() },
		...fields.map((field) => ({
			value: fieldMark + field,
			label: m.target_subject_field({ field: fieldName(field) })
		})),
		...courses
	];
	return options.map(({ value, label }) => {
		const count = counts.get(value);
		return { value, label: count ? m.target_subject_count({ subject: label, count }) : label };
	});
}

/** measured writes a value of a measure; what is not known is a dash. */
export function measured(value: number | null | undefined, measure: Measure): string {
	if (value === null || value === undefined) return '–';
	return measure === 'coverage' ? rate(value) : number(value);
}

/** missing writes what is missing to a target; of rates in percentage points. */
export function missing(gap: number | null, measure: Measure): string {
	if (gap === null) return '–';
	if (gap === 0) return m.target_reached();
	return measure === 'coverage' ? m.target_points({ value: number(gap / 100, 1) }) : number(gap);
}

/** hasTarget tells whether a unit has a target that was not dropped. */
export const hasTarget = (row: TargetRow): boolean => typeof row.target?.value === 'number';
