import { m } from '$lib/paraglide/messages';

const groups = {
	leader: m.people_group_leader,
	officer: m.people_group_officer,
	teacher: m.people_group_teacher,
	commune_staff: m.people_group_commune_staff,
	clerk: m.people_group_clerk,
	youth_union: m.people_group_youth_union
};
const staffings = {
	none: m.people_staffing_none,
	dedicated: m.people_staffing_dedicated,
	dual_role: m.people_staffing_dual_role
};
const evidence = {
	number: m.people_dup_number,
	code: m.people_dup_code,
	name_year: m.people_dup_name_year,
	name: m.people_dup_name
};
const guardians = {
	father: m.people_basis_father,
	mother: m.people_basis_mother,
	guardian: m.people_basis_guardian
};

function name(words: Record<string, () => string>, key: string): string {
	return words[key]?.() ?? key;
}

function options(words: Record<string, () => string>) {
	return Object.entries(words).map(([value, label]) => ({ value, label: label() }));
}

export type Group = keyof typeof groups;
export type Staffing = keyof typeof staffings;
export type Guardian = keyof typeof guardians;

export const groupName = (key: string) => name(groups, key);
export const staffingName = (key: string) => name(staffings, key);
export const evidenceName = (key: string) => name(evidence, key);
export const guardianName = (key: string) => name(guardians, key);

export const groupOptions = () => options(groups);
export const staffingOptions = () => options(staffings);
export const guardianOptions = () => options(guardians);
export const withAll = (list: { value: string; label: string }[], label = m.people_all()) => [
	{ value: '', label },
	...list
];
