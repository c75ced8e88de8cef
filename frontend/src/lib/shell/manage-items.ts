import { resolve } from '$app/paths';
import { m } from '$lib/paraglide/messages';
import type { Me } from '$lib/api/wire';
import type { NavItem } from './navigation';

/** The pages of managers in the order of the menu, each with its name and the permissions of which one opens it. */
const managePages = [
	['/quan-ly/lop', m.nav_classes, 'roster.manage', 'slip.print'],
	['/quan-ly/nguoi', m.people_nav, 'people.read'],
	['/quan-ly/danh-sach', m.nav_rosters, 'roster.manage'],
	['/quan-ly/lop-tap-huan', m.nav_training_classes, 'class.manage'],
	['/quan-ly/ket-qua', m.nav_completion, 'figures.agency'],
	['/quan-ly/so-lieu', m.nav_figures, 'figures.province'],
	['/quan-ly/co-quan', m.org_nav, 'agency.manage', 'figures.province', 'people.read'],
	['/quan-ly/yeu-cau', m.nav_requirements, 'requirement.manage', 'requirement.province', 'figures.agency'],
	['/quan-ly/mien-hoc', m.nav_exemptions, 'requirement.manage', 'exemption.approve'],
	['/quan-ly/bao-cao', m.nav_report, 'report.read'],
	['/quan-ly/tai-khoan', m.rights_accounts, 'account.manage'],
	['/quan-ly/nhat-ky', m.rights_log, 'audit.read'],
	['/quan-ly/chi-tieu', m.nav_targets, 'report.read'],
	['/quan-ly/cong-nhan', m.nav_recognition, 'recognition.check', 'recognition.accept']
] as const;

/** manageItems are the pages that the person's roles open. */
export function manageItems(me: Me | null | undefined): NavItem[] {
	return managePages
		.filter(([, , ...permissions]) => permissions.some((one) => me?.permissions.includes(one)))
		.map(([path, name]) => ({ href: resolve(path), label: name() }));
}
