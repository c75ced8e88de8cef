import type { Attempt } from '$lib/api/wire';
import type { KeptAnswer } from '$lib/offline/idb';

type Given = Pick<KeptAnswer, 'revision' | 'payload'>;

/** Totals are how often, and for how many seconds altogether, the page of a test was left. */
export interface Totals {
	times: number;
	seconds: number;
}

/** A shorter look away is nobody's business. */
const shortestMs = 2000;

/**
 * Away counts how often and how long the page of a final test is hidden or without focus. It never says a word and
 * stops nobody; the totals are kept on the device until they have gone out with the answers.
 */
export class Away {
	readonly #key: string;
	readonly #attemptId: string;
	#since: number | undefined;
	#onTheirWay = 0;
	#sent = 0;

	constructor(attemptId: string) {
		this.#attemptId = attemptId;
		this.#key = `attempt.${attemptId}.away`;
	}

	get totals(): Totals {
		const [times = 0, seconds = 0] = (localStorage.getItem(this.#key) ?? '').split(' ').map(Number);
		return { times, seconds };
	}

	/** unsent says that the server does not know the totals of now. */
	get unsent(): boolean {
		return this.totals.times > this.#sent;
	}

	/** toSend are the totals to go out with answers; nothing where the server knows them. */
	toSend(): { away?: Totals } {
		if (!this.unsent) return {};
		const away = this.totals;
		this.#onTheirWay = away.times;
		return { away };
	}

	/** arrived says that the server has what was given out last. */
	arrived(): void {
		this.#sent = Math.max(this.#sent, this.#onTheirWay);
	}

	/** handOver sends what was counted after the last answer, along with an answer that the server has already. */
	async handOver(given: Record<number, Given>, send: (last: KeptAnswer) => Promise<unknown>): Promise<void> {
		const [position, answer] = Object.entries(given)[0] ?? [];
		if (answer && this.unsent)
			await send({ attemptId: this.#attemptId, position: Number(position), ...answer });
	}

	forget(): void {
		localStorage.removeItem(this.#key);
	}

	leave(now = Date.now()): void {
		this.#since ??= now;
	}

	back(now = Date.now()): void {
		const gone = now - (this.#since ?? now);
		this.#since = undefined;
		if (gone <= shortestMs) return;
		const { times, seconds } = this.totals;
		localStorage.setItem(this.#key, `${times + 1} ${seconds + Math.round(gone / 1000)}`);
	}

	/** run counts until the returned function is called. */
	run(): () => void {
		const onVisibility = () => (document.visibilityState === 'hidden' ? this.leave() : this.back());
		const onBlur = () => {
			if (!isChoosingFile()) this.leave();
		};
		const onFocus = () => this.back();
		document.addEventListener('visibilitychange', onVisibility);
		addEventListener('blur', onBlur);
		addEventListener('focus', onFocus);
		return () => {
			document.removeEventListener('visibilitychange', onVisibility);
			removeEventListener('blur', onBlur);
			removeEventListener('focus', onFocus);
		};
	}
}

/** isChoosingFile: the window in which a file is chosen for an answer takes the focus, and belongs to the test. */
function isChoosingFile(): boolean {
	const { activeElement } = document;
	return activeElement instanceof HTMLInputElement && activeElement.type === 'file';
}

/** awayOf counts for a final test alone. */
export function awayOf({ id, testKind }: Attempt): Away | undefined {
	return testKind === 'final' ? new Away(id) : undefined;
}
