import { resolve } from '$app/paths';
import { m } from '$lib/paraglide/messages';
import type { Me } from '$lib/api/wire';
import { openPages, type ManagePage, type NavItem } from './navigation';

const names: Record<ManagePage, () => string> = {
	'/quan-ly/lop': m.nav_classes,
	'/quan-ly/nguoi': m.people_nav,
	'/quan-ly/danh-sach': m.nav_rosters,
	'/quan-ly/lop-tap-huan': m.nav_training_classes,
	'/quan-ly/ket-qua': m.nav_completion,
	'/quan-ly/so-lieu': m.nav_figures,
	'/quan-ly/co-quan': m.org_nav,
	'/quan-ly/yeu-cau': m.nav_requirements,
	'/quan-ly/mien-hoc': m.nav_exemptions,
	'/quan-ly/bao-cao': m.nav_report,
	'/quan-ly/tai-khoan': m.rights_accounts,
	'/quan-ly/nhat-ky': m.rights_log,
	'/quan-ly/chi-tieu': m.nav_targets,
	'/quan-ly/cong-nhan': m.nav_recognition
};

/** manageItems are the pages that the person's roles open, named. */
export function manageItems(me: Me | null | undefined): NavItem[] {
	return openPages(me).map((path) => ({ href: resolve(path), label: names[path]() }));
}
