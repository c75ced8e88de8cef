import type { Duty } from '$lib/api/wire';
import { daysUntil } from '$lib/i18n/calendar';
import { day } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

export interface DueLine {
	text: string;
	late: boolean;
}

/** dueLine says by when: the day, and how many days that is from today. */
export function dueLine(
	{ dueOn, state }: Pick<Duty, 'dueOn' | 'state'>,
	now = new Date()
): DueLine | undefined {
	if (!dueOn || state === 'done') return undefined;
	const days = daysUntil(dueOn, now);
	const date = state === 'renewable' ? m.due_holds_until({ day: day(dueOn) }) : m.due_on({ day: day(dueOn) });
	if (days < 0) return { text: `${date}, ${m.due_passed({ count: -days })}`, late: true };
	if (days === 0) return { text: `${date}, ${m.due_today()}`, late: false };
	return { text: `${date}, ${m.due_days({ count: days })}`, late: false };
}
