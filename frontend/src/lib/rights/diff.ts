import { m } from '$lib/paraglide/messages';
import { day } from '$lib/i18n/format';
import { roleName } from './roles';

/** Change is one value of an entry: what it was and what it became. */
export interface Change {
	name: string;
	before: string;
	after: string;
}

/** names are the words of what entries hold, in the order in which they are read. */
const names: Record<string, () => string> = {
	role: m.rights_role,
	agency: m.rights_agency,
	agencyId: m.rights_agency,
	from: m.rights_start,
	to: m.rights_to,
	document: m.rights_document,
	username: m.rights_username,
	sessions: m.rights_field_sessions,
	slips: m.rights_field_slips,
	people: m.rights_field_people,
	action: m.rights_action,
	number: m.rights_field_number,
	'': m.rights_state
};

const states: Record<string, () => string> = {
	active: m.rights_state_active,
	disabled: m.rights_state_disabled
};

/** changesOf puts two stored values side by side, name by name; what did not change is left out. */
export function changesOf(before: unknown, after: unknown): Change[] {
	const [old, now] = [flat(before), flat(after)];
	return [...new Set([...Object.keys(old), ...Object.keys(now)])]
		.filter((key) => old[key] !== now[key])
		.sort((a, b) => place(a) - place(b))
		.map((key) => ({
			name: (names[key] ?? (() => key))(),
			before: word(key, old[key]),
			after: word(key, now[key])
		}));
}

/** place is where a name stands: in the order of `names`, those without words last. */
function place(key: string): number {
	const at = Object.keys(names).indexOf(key);
	return at < 0 ? Object.keys(names).length : at;
}

function flat(value: unknown): Record<string, unknown> {
	if (value === undefined || value === null) return {};
	if (typeof value !== 'object' || Array.isArray(value)) return { '': value };
	return value as Record<string, unknown>;
}

function word(key: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'object') return JSON.stringify(value);
	const text = String(value);
	if (key === 'role') return roleName(text);
	if (key === '' && states[text]) return states[text]();
	return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text;
}
