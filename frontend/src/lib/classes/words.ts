import type { ClassPage, ClassSession, TrainingClass } from '$lib/api/wire';
import { clock, day } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

export type ClassState = TrainingClass['state'];
export type ClassForm = TrainingClass['form'];

export const stateNames = (): Record<ClassState, string> => ({
	draft: m.gather_state_draft(),
	open: m.gather_state_open(),
	running: m.gather_state_running(),
	finished: m.gather_state_finished(),
	cancelled: m.gather_state_cancelled()
});

export const formNames = (): Record<ClassForm, string> => ({
	in_person: m.gather_form_in_person(),
	online: m.gather_form_online(),
	blended: m.gather_form_blended()
});

export const staffNames = (): Record<NonNullable<ClassPage['role']>, string> => ({
	organizer: m.gather_role_organizer(),
	instructor: m.gather_role_instructor(),
	assistant: m.gather_role_assistant()
});

export const tones = {
	draft: 'plain',
	open: 'brand',
	running: 'warning',
	finished: 'success',
	cancelled: 'danger'
} as const;

/** options turns names into the list of a choice. */
export function options(names: Record<string, string>): { value: string; label: string }[] {
	return Object.entries(names).map(([value, label]) => ({ value, label }));
}

/** days writes one day or the span of a class. */
export function days({ startsOn, endsOn }: { startsOn: string; endsOn: string }): string {
	return startsOn === endsOn ? day(startsOn) : `${day(startsOn)} – ${day(endsOn)}`;
}

/** hours writes the time of a session: 08:00–11:00, 23/11/2026. */
export function hours({ startsAt, endsAt }: ClassSession): string {
	return `${clock(startsAt)}–${clock(endsAt)}, ${day(startsAt)}`;
}
