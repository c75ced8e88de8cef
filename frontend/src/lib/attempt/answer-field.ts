import type { AnswerPayload, PartPayload } from '$lib/api/wire';
import type { AttemptState } from './attempt.svelte';
import type { Place } from './files';

/** AnswerField is where a question on screen reads and gives its answer: that of an item, or of a part of it. */
export interface AnswerField {
	/** key tells the fields of one test apart. */
	readonly key: string;
	/** payload is the answer as it stands; without any, an empty one. */
	readonly payload: PartPayload;
	/** give answers at once. */
	give(payload: PartPayload): void;
	/** write answers while somebody types: it is kept after a quiet moment, or as soon as it is settled. */
	write(payload: PartPayload): void;
	settle(): void;
	/** upload runs what sends a file for this answer; the test is not handed in meanwhile. */
	upload<T>(send: (place: Place) => Promise<T>): Promise<T>;
}

/** ItemField is the answer to an item of a test. */
export class ItemField implements AnswerField {
	readonly key: string;
	readonly #sitting: AttemptState;
	readonly #position: number;

	constructor(sitting: AttemptState, position: number) {
		this.key = `${sitting.attempt.id}/${position}`;
		this.#sitting = sitting;
		this.#position = position;
	}

	get payload(): AnswerPayload {
		return this.#sitting.given[this.#position]?.payload ?? {};
	}

	give(payload: AnswerPayload): void {
		void this.#sitting.answer(this.#position, payload);
	}

	write(payload: AnswerPayload): void {
		this.#sitting.write(this.#position, payload);
	}

	settle(): void {
		void this.#sitting.settle();
	}

	async upload<T>(send: (place: Place) => Promise<T>): Promise<T> {
		this.#sitting.uploads++;
		try {
			return await send({ attemptId: this.#sitting.attempt.id, position: this.#position });
		} finally {
			this.#sitting.uploads--;
		}
	}
}
