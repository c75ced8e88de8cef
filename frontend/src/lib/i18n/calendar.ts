// Apart from format: the catalogue needs none of it.
import { zone } from './format';

/** today is the day in Vietnam at a moment, now when none is given, as YYYY-MM-DD as a date field holds it. */
export function today(now = new Date()): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
}

/** daysUntil counts whole days in Vietnam from today to a day; negative when it has passed. */
export function daysUntil(value: string, now = new Date()): number {
	return Math.round((Date.parse(value) - Date.parse(today(now))) / 86_400_000);
}
