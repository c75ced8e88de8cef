import type { AnswerPayload } from '$lib/api/wire';
import type { AnswerField } from '$lib/attempt/answer-field';
import { m } from '$lib/paraglide/messages';

/** TriedField is an answer that an author or a reviewer tries: nothing of it is kept, and no file leaves the device. */
export class TriedField implements AnswerField {
	readonly key = 'tried';
	payload: AnswerPayload = $state.raw({});

	give(payload: AnswerPayload): void {
		this.payload = payload;
	}

	write(payload: AnswerPayload): void {
		this.payload = payload;
	}

	settle(): void {
		// nothing waits
	}

	upload<T>(): Promise<T> {
		return Promise.reject(new Error(m.bank_view_no_files()));
	}
}
