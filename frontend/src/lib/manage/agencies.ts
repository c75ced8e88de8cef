import type { Me } from '$lib/api/wire';

/** AgencyChoice is an agency in which the person holds a role that opens a page. */
export interface AgencyChoice {
	id: string;
	name: string;
}

const rolesFor = {
	classes: ['focal_point', 'class_teacher', 'agency_leader'],
	people: ['focal_point', 'agency_leader', 'class_teacher', 'inspector'],
	agency: ['focal_point', 'agency_leader', 'inspector'],
	roster: ['focal_point'],
	training: ['focal_point', 'province_manager', 'standing_agency'],
	province: ['province_manager', 'standing_agency'],
	videos: ['author', 'reviewer', 'system_admin'],
	report: ['standing_agency', 'province_manager', 'focal_point', 'agency_leader', 'inspector']
} as const;

/** PageWithAgency is a page, or a group of pages, that shows one agency. */
export type PageWithAgency = keyof typeof rolesFor;

/** agenciesFor lists, without repeats, where the person may use a page; the server decides in the end. */
export function agenciesFor(me: Me | null | undefined, page: PageWithAgency): AgencyChoice[] {
	if (!me) return [];
	const order: readonly string[] = rolesFor[page];
	const found = new Map<string, string>();
	for (const wanted of order) {
		for (const { role, agencyId, agencyName } of me.roles) {
			if (role === wanted && !found.has(agencyId)) found.set(agencyId, agencyName);
		}
	}
	if (!found.size && me.agency) found.set(me.agency.id, me.agency.name);
	return [...found].map(([id, name]) => ({ id, name }));
}
