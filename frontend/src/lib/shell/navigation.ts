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

/** manageItems are the pages that the person's roles open. */
export function manageItems(me: Me | null | undefined): NavItem[] {
	const may = (...permissions: string[]) => permissions.some((p) => me?.permissions.includes(p));
	const items: NavItem[] = [];
	if (may('roster.manage', 'slip.print'))
		items.push({ href: resolve('/quan-ly/lop'), label: m.nav_classes() });
	if (may('class.manage'))
		items.push({ href: resolve('/quan-ly/lop-tap-huan'), label: m.nav_training_classes() });
	if (may('figures.agency')) items.push({ href: resolve('/quan-ly/ket-qua'), label: m.nav_completion() });
	if (may('figures.province')) items.push({ href: resolve('/quan-ly/so-lieu'), label: m.nav_figures() });
	if (may('report.read')) items.push({ href: resolve('/quan-ly/bao-cao'), label: m.nav_report() });
	return items;
}
