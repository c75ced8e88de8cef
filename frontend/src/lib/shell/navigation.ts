import { resolve } from '$app/paths';
import { m } from '$lib/paraglide/messages';
import type { Me } from '$lib/api/wire';

export interface NavItem {
	href: string;
	label: string;
}

/** learnerItems are the pages of everyone; without an account only the catalogue remains. */
export function learnerItems(me: Me | null | undefined): NavItem[] {
	const items = [{ href: resolve('/'), label: m.nav_courses() }];
	if (!me) return items;
	return [
		...items,
		{ href: resolve('/viec-hoc'), label: m.nav_learning() },
		{ href: resolve('/giay-chung-nhan'), label: m.nav_certificates() }
	];
}
