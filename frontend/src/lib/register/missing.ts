import { m } from '$lib/paraglide/messages';

/** missing says that a field is still to be filled in, once somebody has tried to send the form without it. */
export function missing(tried: boolean, value: string, least = 1): string | undefined {
	return tried && value.trim().length < least ? m.register_missing() : undefined;
}
