import { resolve } from '$app/paths';
import { m } from '$lib/paraglide/messages';
import type { Me } from '$lib/api/wire';
import type { NavItem } from './navigation';

/** The pages of managers in the order of the menu, each with its name and the permissions of which one opens it. */
const groups = [
	{
		name: m.nav_group_organization,
		pages: [
			['/quan-ly/lop', m.nav_classes, 'roster.manage', 'slip.print'],
			['/quan-ly/nguoi', m.people_nav, 'people.read'],
			['/quan-ly/danh-sach', m.nav_rosters, 'roster.manage'],
			['/quan-ly/co-quan', m.org_nav, 'agency.manage', 'figures.province', 'people.read']
		]
	},
	{
		name: m.nav_group_learning,
		pages: [
			[
				'/quan-ly/yeu-cau',
				m.nav_requirements,
				'requirement.manage',
				'requirement.province',
				'figures.agency'
			],
			['/quan-ly/mien-hoc', m.nav_exemptions, 'requirement.manage', 'exemption.approve'],
			['/quan-ly/cong-nhan', m.nav_recognition, 'recognition.check', 'recognition.accept'],
			['/quan-ly/so-cap-giay', m.nav_register, 'register.read'],
			['/quan-ly/mau-giay', m.design_title, 'register.manage'],
			['/quan-ly/lop-tap-huan', m.nav_training_classes, 'class.manage'],
			['/quan-ly/kiem-tra', m.nav_sittings, 'sitting.manage']
		]
	},
	{
		name: m.nav_group_figures,
		pages: [
			['/quan-ly/ket-qua', m.nav_completion, 'figures.agency'],
			['/quan-ly/so-lieu', m.nav_figures, 'figures.province'],
			['/quan-ly/chi-tieu', m.nav_targets, 'report.read'],
			['/quan-ly/bao-cao', m.nav_report, 'report.read']
		]
	},
	{
		name: m.nav_group_authoring,
		pages: [
			['/ngan-hang', m.nav_bank, 'course.manage'],
			['/kho-video', m.nav_videos, 'course.manage']
		]
	},
	{
		name: m.nav_group_grading,
		pages: [
			['/quan-ly/thong-ke', m.nav_statistics, 'course.manage', 'report.read'],
			['/cham-bai', m.nav_marking, 'marking.do'],
			['/quan-ly/do-thong-nhat', m.nav_agreement, 'grading.manage'],
			['/quan-ly/phuc-khao', m.nav_appeals, 'grading.manage'],
			['/quan-ly/dinh-chinh', m.nav_corrections, 'grading.manage'],
			['/quan-ly/ghi-nhan', m.nav_observations, 'grading.manage']
		]
	},
	{
		name: m.nav_group_system,
		pages: [
			['/quan-ly/tai-khoan', m.rights_accounts, 'account.manage'],
			['/quan-ly/nhat-ky', m.rights_log, 'audit.read']
		]
	}
] as const;

export interface NavGroup {
	label: string;
	items: NavItem[];
}

/** manageGroups are the pages that the person's roles open, by subject. */
export function manageGroups(me: Me | null | undefined): NavGroup[] {
	return groups
		.map(({ name, pages }) => ({
			label: name(),
			items: pages
				.filter(([, , ...permissions]) => permissions.some((one) => me?.permissions.includes(one)))
				.map(([path, label]) => ({ href: resolve(path), label: label() }))
		}))
		.filter(({ items }) => items.length);
}

/** manageItems are the same pages in one row. */
export function manageItems(me: Me | null | undefined): NavItem[] {
	return manageGroups(me).flatMap(({ items }) => items);
}

/** mayOpen is false for a page of the menu that none of the person's roles opens; while they are not known it is true. */
export function mayOpen(me: Me | null | undefined, path: string): boolean {
	if (me === undefined) return true;
	const named = groups.some(({ pages }) => pages.some(([one]) => resolve(one) === path));
	return !named || manageItems(me).some(({ href }) => href === path);
}
