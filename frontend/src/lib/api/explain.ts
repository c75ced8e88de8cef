import { m } from '$lib/paraglide/messages';
import { ApiError, isOffline } from './problem';

/** Trouble is an error as a reader should see it. */
export interface Trouble {
	kind: 'offline' | 'signed_out' | 'forbidden' | 'missing' | 'refused' | 'server';
	title: string;
	detail?: string;
	requestId?: string;
	retry: boolean;
}

/** explain turns any thrown value into words and says whether trying again makes sense. */
export function explain(error: unknown): Trouble {
	if (isOffline(error)) {
		return { kind: 'offline', title: m.error_offline_title(), detail: m.error_offline_detail(), retry: true };
	}
	if (!(error instanceof ApiError) || (error.status >= 500 && !isBusy(error))) {
		const requestId = error instanceof ApiError ? error.requestId : undefined;
		return {
			kind: 'server',
			title: m.error_server_title(),
			detail: m.error_server_detail(),
			requestId,
			retry: true
		};
	}
	return explainRefusal(error);
}

/** isBusy tells the server's own 503, which says what to do, from that of a proxy before it. */
function isBusy({ status, code }: ApiError): boolean {
	return status === 503 && !code.startsWith('http.');
}

function explainRefusal(error: ApiError): Trouble {
	switch (error.status) {
		case 401:
			return {
				kind: 'signed_out',
				title: m.error_signed_out_title(),
				detail: m.error_signed_out_detail(),
				retry: false
			};
		case 403:
			return {
				kind: 'forbidden',
				title: m.error_forbidden_title(),
				detail: m.error_forbidden_detail(),
				retry: false
			};
		case 404:
			return {
				kind: 'missing',
				title: m.error_missing_title(),
				detail: m.error_missing_detail(),
				retry: false
			};
		default:
			return { kind: 'refused', title: error.message, retry: true };
	}
}

/** shortly gives one sentence, for a message beside a button. */
export function shortly(error: unknown): string {
	const trouble = explain(error);
	return trouble.kind === 'offline' ? `${trouble.title}. ${trouble.detail}` : trouble.title;
}
