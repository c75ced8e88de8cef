import { resolve } from '$app/paths';
import type { Notice, NoticeKind } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import type { IconName } from '$lib/ui/Icon.svelte';

const icons: Record<NoticeKind, IconName> = {
	duty_due: 'calendar',
	duty_overdue: 'alert',
	unit_due: 'user',
	unit_overdue: 'alert',
	class_place: 'user',
	class_staff: 'user',
	class_meets: 'calendar',
	class_changed: 'calendar',
	class_cancelled: 'alert',
	certificate_issued: 'certificate',
	certificate_ending: 'calendar',
	certificate_revoked: 'alert',
	exemption_decided: 'check',
	recognition_decided: 'certificate',
	result_decided: 'check',
	role_granted: 'user',
	role_revoked: 'user',
	factors_reset: 'alert',
	slip_printed: 'alert'
};

export function iconOf(kind: NoticeKind): IconName {
	return icons[kind];
}

/** targetOf is the page on which a notice is acted upon. */
export function targetOf(notice: Pick<Notice, 'kind' | 'course' | 'classId'>): {
	href: string;
	label: string;
} {
	switch (notice.kind) {
		case 'unit_due':
		case 'unit_overdue':
			return { href: resolve('/quan-ly/ket-qua'), label: m.notice_open_unit() };
		case 'exemption_decided':
		case 'recognition_decided':
		case 'result_decided':
			return { href: resolve('/viec-hoc'), label: m.notice_open_learning() };
		case 'certificate_issued':
		case 'certificate_ending':
		case 'certificate_revoked':
			return { href: resolve('/giay-chung-nhan'), label: m.notice_open_certificates() };
		case 'role_granted':
		case 'role_revoked':
		case 'factors_reset':
		case 'slip_printed':
			return { href: resolve('/tai-khoan'), label: m.notice_open_account() };
	}
	if (notice.classId)
		return {
			href: resolve('/(learn)/lop-tap-huan/[id]', { id: notice.classId }),
			label: m.notice_open_class()
		};
	return notice.course
		? { href: resolve('/(public)/khoa-hoc/[key]', { key: notice.course }), label: m.notice_open_course() }
		: { href: resolve('/viec-hoc'), label: m.notice_open_course() };
}

export const kindWords: Record<NoticeKind, () => string> = {
	duty_due: m.notice_kind_duty_due,
	duty_overdue: m.notice_kind_duty_overdue,
	unit_due: m.notice_kind_unit_due,
	unit_overdue: m.notice_kind_unit_overdue,
	class_place: m.notice_kind_class_place,
	class_staff: m.notice_kind_class_staff,
	class_meets: m.notice_kind_class_meets,
	class_changed: m.notice_kind_class_changed,
	class_cancelled: m.notice_kind_class_cancelled,
	certificate_issued: m.notice_kind_certificate_issued,
	certificate_ending: m.notice_kind_certificate_ending,
	certificate_revoked: m.notice_kind_certificate_revoked,
	exemption_decided: m.notice_kind_exemption_decided,
	recognition_decided: m.notice_kind_recognition_decided,
	result_decided: m.notice_kind_result_decided,
	role_granted: m.notice_kind_role_granted,
	role_revoked: m.notice_kind_role_revoked,
	factors_reset: m.notice_kind_factors_reset,
	slip_printed: m.notice_kind_slip_printed
};
