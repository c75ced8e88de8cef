import type { ApiError } from '$lib/api/problem';
import type { PlannedTraining } from '$lib/api/wire';
import { number } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { whole } from './amount';

/** Line is one line of a yearly plan while it is typed. Content is a course key, or `other` with a title. */
export interface Line {
	id: number;
	content: string;
	title: string;
	form: PlannedTraining['form'];
	people: string;
	month: string;
	budget: string;
	/** wrong holds what is to be corrected, by field. */
	wrong: Partial<Record<'content' | 'title' | 'people' | 'budget', string>>;
}

export const other = 'khac';
let count = 0;

export const newLine = (): Line => ({
	id: ++count,
	content: other,
	title: '',
	form: 'in_person',
	people: '',
	month: '1',
	budget: '',
	wrong: {}
});

export const lineOf = (item: PlannedTraining): Line => ({
	...newLine(),
	content: item.courseKey || other,
	title: item.title ?? '',
	form: item.form,
	people: number(item.people),
	month: String(item.month),
	budget: item.budget === undefined ? '' : number(item.budget)
});

/** check marks what cannot be sent and tells whether every line is right. */
export function check(lines: Line[]): boolean {
	for (const line of lines) {
		line.wrong = {};
		if (line.content === other && !line.title.trim()) line.wrong.title = m.yearplan_name_missing();
		if (!whole(line.people)) line.wrong.people = m.yearplan_number_wrong();
		if (line.budget.trim() && whole(line.budget) === undefined) line.wrong.budget = m.yearplan_money_wrong();
	}
	return lines.every(({ wrong }) => !Object.keys(wrong).length);
}

/** refuse puts the server's words beside the fields that it names: "body.items[2].people". */
export function refuse(lines: Line[], error: ApiError): void {
	for (const { field, message } of error.fields) {
		const [, index, name] = /^body\.items\[(\d+)\]\.(\w+)$/.exec(field) ?? [];
		const line = lines[Number(index)];
		if (!line || !name) continue;
		line.wrong[name === 'courseKey' ? 'content' : (name as 'people')] = message;
	}
}

/** itemOf is a line as it is sent. */
export function itemOf(line: Line): PlannedTraining {
	const budget = whole(line.budget);
	return {
		...(line.content === other ? { title: line.title.trim() } : { courseKey: line.content }),
		form: line.form,
		people: whole(line.people) ?? 0,
		month: Number(line.month),
		...(budget !== undefined && { budget })
	};
}

/** total adds up what is typed so far. */
export function total(lines: Line[]): { people: number; budget: number | undefined } {
	const budgets = lines.map(({ budget }) => whole(budget)).filter((value) => value !== undefined);
	return {
		people: lines.reduce((sum, { people }) => sum + (whole(people) ?? 0), 0),
		budget: budgets.length ? budgets.reduce((sum, value) => sum + value, 0) : undefined
	};
}
