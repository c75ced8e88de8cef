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
	if (may('people.read')) items.push({ href: resolve('/quan-ly/nguoi'), label: m.people_nav() });
	if (may('roster.manage')) items.push({ href: resolve('/quan-ly/danh-sach'), label: m.nav_rosters() });
	if (may('class.manage'))
		items.push({ href: resolve('/quan-ly/lop-tap-huan'), label: m.nav_training_classes() });
	if (may('figures.agency')) items.push({ href: resolve('/quan-ly/ket-qua'), label: m.nav_completion() });
	if (may('figures.province')) items.push({ href: resolve('/quan-ly/so-lieu'), label: m.nav_figures() });
	if (may('agency.manage', 'figures.province', 'people.read'))
		items.push({ href: resolve('/quan-ly/co-quan'), label: m.org_nav() });
	if (may('requirement.manage', 'requirement.province', 'figures.agency'))
		items.push({ href: resolve('/quan-ly/yeu-cau'), label: m.nav_requirements() });
	if (may('requirement.manage', 'exemption.approve'))
		items.push({ href: resolve('/quan-ly/mien-hoc'), label: m.nav_exemptions() });
	if (may('report.read')) items.push({ href: resolve('/quan-ly/bao-cao'), label: m.nav_report() });
	if (may('account.manage')) items.push({ href: resolve('/quan-ly/tai-khoan'), label: m.rights_accounts() });
	if (may('audit.read')) items.push({ href: resolve('/quan-ly/nhat-ky'), label: m.rights_log() });
	if (may('report.read')) items.push({ href: resolve('/quan-ly/chi-tieu'), label: m.nav_targets() });
	if (may('recognition.check', 'recognition.accept'))
		items.push({ href: resolve('/quan-ly/cong-nhan'), label: m.nav_recognition() });
	return items;
}
