import type { Sitting } from '$lib/api/wire';
import { clock, day, moment, zone } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

export const sittingStates: Record<Sitting['state'], () => string> = {
	open: m.sitting_state_open,
	planned: m.sitting_state_planned,
	over: m.sitting_state_over,
	cancelled: m.sitting_state_cancelled
};

/** sittingKinds are the tests that sittings open. */
export const sittingKinds: Sitting['testKind'][] = ['final', 'pre_test'];

/** Written is a moment as two fields hold it, in Vietnam's time. */
export interface Written {
	day: string;
	time: string;
}

/** write splits an instant for the fields. */
export function write(at: Date): Written {
	const [on = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		dateStyle: 'short',
		timeStyle: 'short'
	})
		.format(at)
		.split(' ');
	return { day: on, time };
}

/** read puts the fields together; undefined until both are filled in. */
export function read({ day: on, time }: Written): string | undefined {
	return on && time ? `${on}T${time}:00+07:00` : undefined;
}

/** span writes from when to when: the day once where it is one. */
export function span({ opensAt, closesAt }: Sitting): string {
	return day(opensAt) === day(closesAt)
		? `${clock(opensAt)} – ${clock(closesAt)}, ${day(opensAt)}`
		: m.sitting_from_to({ from: moment(opensAt), to: moment(closesAt) });
}
