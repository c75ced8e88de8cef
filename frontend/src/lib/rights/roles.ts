import { m } from '$lib/paraglide/messages';

/** roleOptions are the roles by which holders are looked for. */
export function roleOptions(): { value: string; label: string }[] {
	return [
		{ value: 'focal_point', label: m.rights_role_focal_point() },
		{ value: 'agency_leader', label: m.rights_role_agency_leader() },
		{ value: 'class_teacher', label: m.rights_role_class_teacher() },
		{ value: 'province_manager', label: m.rights_role_province_manager() },
		{ value: 'standing_agency', label: m.rights_role_standing_agency() },
		{ value: 'author', label: m.rights_role_author() },
		{ value: 'reviewer', label: m.rights_role_reviewer() },
		{ value: 'inspector', label: m.rights_role_inspector() },
		{ value: 'grader', label: m.rights_role_grader() },
		{ value: 'examiner', label: m.rights_role_examiner() },
		{ value: 'registrar', label: m.rights_role_registrar() },
		{ value: 'system_admin', label: m.rights_role_system_admin() }
	];
}

/** roleName gives a role's name; an unknown one is shown as it is. */
export function roleName(role: string): string {
	return roleOptions().find(({ value }) => value === role)?.label ?? role;
}
