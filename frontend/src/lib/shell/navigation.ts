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

/** The pages of managers in the order of the menu, each with the permissions of which one opens it. */
const managePages = [
	['/quan-ly/lop', 'roster.manage', 'slip.print'],
	['/quan-ly/nguoi', 'people.read'],
	['/quan-ly/danh-sach', 'roster.manage'],
	['/quan-ly/lop-tap-huan', 'class.manage'],
	['/quan-ly/ket-qua', 'figures.agency'],
	['/quan-ly/so-lieu', 'figures.province'],
	['/quan-ly/co-quan', 'agency.manage', 'figures.province', 'people.read'],
	['/quan-ly/yeu-cau', 'requirement.manage', 'requirement.province', 'figures.agency'],
	['/quan-ly/mien-hoc', 'requirement.manage', 'exemption.approve'],
	['/quan-ly/bao-cao', 'report.read'],
	['/quan-ly/tai-khoan', 'account.manage'],
	['/quan-ly/nhat-ky', 'audit.read'],
	['/quan-ly/chi-tieu', 'report.read'],
	['/quan-ly/cong-nhan', 'recognition.check', 'recognition.accept']
] as const;

export type ManagePage = (typeof managePages)[number][0];

/** openPages are the pages of managers that the person's roles open. Their names come with the menu. */
export function openPages(me: Me | null | undefined): ManagePage[] {
	return managePages
		.filter(([, ...permissions]) => permissions.some((one) => me?.permissions.includes(one)))
		.map(([path]) => path);
}
