import type { AnswerPayload, PartPayload } from '$lib/api/wire';
import type { AnswerField } from '../answer-field';
import type { Place } from '../files';

/** PartField is the answer to one part of a case study, inside the answer to the whole. */
export class PartField implements AnswerField {
	readonly key: string;
	readonly #whole: AnswerField;
	readonly #index: number;
	readonly #count: number;

	constructor(whole: AnswerField, index: number, count: number) {
		this.key = `${whole.key}/${index}`;
		this.#whole = whole;
		this.#index = index;
		this.#count = count;
	}

	get payload(): PartPayload {
		return this.#parts[this.#index] ?? {};
	}

	give(payload: PartPayload): void {
		this.#whole.give(this.#with(payload));
	}

	write(payload: PartPayload): void {
		this.#whole.write(this.#with(payload));
	}

	settle(): void {
		this.#whole.settle();
	}

	upload<T>(send: (place: Place) => Promise<T>): Promise<T> {
		return this.#whole.upload((place) => send({ ...place, part: this.#index + 1 }));
	}

	get #parts(): PartPayload[] {
		return (this.#whole.payload as AnswerPayload).parts ?? [];
	}

	#with(payload: PartPayload): AnswerPayload {
		const before = this.#parts;
		const parts = Array.from({ length: this.#count }, (_, at) =>
			at === this.#index ? payload : (before[at] ?? {})
		);
		return { parts };
	}
}
