import { megabytes } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** cost tells what a lesson takes: its minutes, and for a video what it takes of a data plan. */
export function cost({ minutes, bytes }: { minutes: number; bytes?: number }): string {
	const time = m.minutes_count({ count: minutes });
	return bytes ? `${time} · ${megabytes(bytes)}` : time;
}
