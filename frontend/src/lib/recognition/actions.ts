import { POST } from '$lib/api/client';
import { m } from '$lib/paraglide/messages';

export type Act = 'propose' | 'return' | 'accept' | 'refuse' | 'withdraw';

interface Words {
	button: () => string;
	title: (input: { name: string }) => string;
	reason: () => string;
}

/** acts are what can be done with a case, in words. */
export const acts: Record<Act, Words> = {
	propose: {
		button: m.recognition_propose,
		title: m.recognition_propose_title,
		reason: m.recognition_how_checked
	},
	return: {
		button: m.recognition_return,
		title: m.recognition_return_title,
		reason: m.recognition_what_wrong
	},
	accept: { button: m.recognition_accept, title: m.recognition_accept_title, reason: m.recognition_reason },
	refuse: { button: m.recognition_refuse, title: m.recognition_refuse_title, reason: m.recognition_reason },
	withdraw: {
		button: m.recognition_withdraw,
		title: m.recognition_withdraw_title,
		reason: m.recognition_reason
	}
};

/** perform sends one act; fromOn is the first day on which a withdrawn one no longer counts. */
export async function perform(act: Act, id: string, reason: string, fromOn: string): Promise<void> {
	const path = { id };
	if (act === 'propose' || act === 'return')
		await POST('/recognitions/{id}/check', { path, body: { propose: act === 'propose', note: reason } });
	else if (act === 'withdraw')
		await POST('/recognitions/{id}/withdrawal', { path, body: { fromOn, reason } });
	else await POST('/recognitions/{id}/decision', { path, body: { accept: act === 'accept', reason } });
}
