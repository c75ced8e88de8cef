import type { Certificate } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

/** certificateStates are the words and colours of what a certificate is worth. */
export const certificateStates: Record<
	Certificate['state'],
	{ word: () => string; tone: 'success' | 'warning' | 'danger' | 'plain' }
> = {
	valid: { word: m.certificate_valid, tone: 'success' },
	expired: { word: m.certificate_expired, tone: 'warning' },
	revoked: { word: m.certificate_revoked, tone: 'danger' },
	replaced: { word: m.certificate_replaced, tone: 'plain' }
};
