import { m } from '$lib/paraglide/messages';
import { day, moment } from '$lib/i18n/format';
import { roleName } from './roles';

/** Change is one value of an entry: what it was and what it became. */
export interface Change {
	key: string;
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
	state: m.rights_state,
	name: m.rights_field_name,
	year: m.rights_field_year,
	from_year: m.rights_field_school_year,
	version: m.rights_field_version,
	value: m.rights_field_value,
	items: m.rights_field_items,
	budget: m.rights_field_budget,
	approver: m.rights_field_approver,
	decided_on: m.rights_field_decided_on,
	starts_on: m.rights_field_starts_on,
	due_on: m.rights_field_due_on,
	on: m.rights_field_on,
	from_on: m.rights_start,
	to_on: m.rights_to,
	ends_on: m.rights_to,
	expires_at: m.rights_field_expires,
	total: m.rights_field_rows,
	rows: m.rights_field_rows,
	new: m.rights_field_new,
	existing: m.rights_field_existing,
	moved: m.rights_field_moved,
	changed: m.rights_field_changed,
	refused: m.rights_field_refused,
	joined: m.rights_field_joined,
	enrolled: m.rights_field_enrolled,
	already: m.rights_field_already,
	periods: m.rights_field_periods,
	reporters: m.rights_field_reporters,
	keeps_national_numbers: m.rights_field_keeps,
	mask: m.rights_field_mask,
	account_locked: m.rights_field_locked,
	account_opened: m.rights_field_opened,
	'': m.rights_state
};

const states: Record<string, () => string> = {
	active: m.rights_state_active,
	disabled: m.rights_state_disabled
};

/** changesOf puts two stored values side by side, name by name; what did not change or has no words is left out. */
export function changesOf(before: unknown, after: unknown): Change[] {
	const [old, now] = [flat(before), flat(after)];
	return Object.keys(names)
		.filter((key) => old[key] !== now[key] && isPlain(key, old[key]) && isPlain(key, now[key]))
		.map((key) => ({ key, name: names[key]!(), before: word(key, old[key]), after: word(key, now[key]) }));
}

/** recordOf is the rest as it was stored, for whoever has to know exactly; empty when the words say it all. */
export function recordOf(before: unknown, after: unknown): string {
	const [old, now] = [flat(before), flat(after)];
	const said = [...Object.entries(old), ...Object.entries(now)].every(
		([key, value]) => key in names && isPlain(key, value)
	);
	return said ? '' : JSON.stringify({ before, after }, null, 2);
}

function flat(value: unknown): Record<string, unknown> {
	if (value === undefined || value === null) return {};
	if (typeof value !== 'object' || Array.isArray(value)) return { '': value };
	return value as Record<string, unknown>;
}

const id = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** isPlain tells what can be read as it stands from lists, objects and ids; of a bare value only a state is. */
function isPlain(key: string, value: unknown): boolean {
	if ((key === '' || key === 'state') && value !== undefined) return String(value) in states;
	return typeof value !== 'object' ? !id.test(String(value)) : value === null;
}

function word(key: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'boolean') return value ? m.rights_yes() : m.rights_no();
	const text = String(value);
	if (key === 'role') return roleName(text);
	if (text in states) return states[text]!();
	if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return moment(text);
	return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text;
}
