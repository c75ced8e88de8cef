import type { PostingEntry } from '$lib/api/wire';
import { day } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** entered tells what became of an entry about postings: since when it holds when it reaches into closed periods,
 * else what is said when it holds as it was entered. */
export function entered(entry: PostingEntry, otherwise: string): string {
	if (!entry.holdsFrom) return otherwise;
	return m.people_entry_sealed({ day: day(entry.holdsFrom), periods: entry.restated.join(', ') });
}
