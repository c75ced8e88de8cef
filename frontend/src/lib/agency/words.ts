import { m } from '$lib/paraglide/messages';

const kinds: Record<string, () => string> = {
	province: m.org_kind_province,
	department: m.org_kind_department,
	party: m.org_kind_party,
	mass_organization: m.org_kind_mass_organization,
	police: m.org_kind_police,
	district: m.org_kind_district,
	commune: m.org_kind_commune,
	ward: m.org_kind_ward,
	special_zone: m.org_kind_special_zone,
	university: m.org_kind_university,
	school: m.org_kind_school,
	enterprise: m.org_kind_enterprise,
	unit: m.org_kind_unit
};

const events: Record<string, () => string> = {
	establish: m.org_event_establish,
	rename: m.org_event_rename,
	merge: m.org_event_merge,
	absorb: m.org_event_absorb,
	split: m.org_event_split,
	dissolve: m.org_event_dissolve,
	move_parent: m.org_event_move_parent,
	transfer_function: m.org_event_transfer_function
};

/** kindName names a kind of agency. */
export function kindName(kind: string): string {
	return kinds[kind]?.() ?? kind;
}

/** eventName names a kind of event. */
export function eventName(kind: string): string {
	return events[kind]?.() ?? kind;
}

export const kindOptions = () => Object.entries(kinds).map(([value, label]) => ({ value, label: label() }));

export const eventOptions = () => Object.entries(events).map(([value, label]) => ({ value, label: label() }));

/** firstMonth is where a date slider begins: January 2020, as months since the year 0. */
export const firstMonth = 2020 * 12;

/** monthOf counts the months up to a day. */
export function monthOf(day: string): number {
	return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** dayOfMonth is the first day of a month that was counted. */
export function dayOfMonth(month: number): string {
	return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}
