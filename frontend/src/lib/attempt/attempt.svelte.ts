import { GET, POST, PUT } from '$lib/api/client';
import { shortly } from '$lib/api/explain';
import { ApiError } from '$lib/api/problem';
import type { AnswerPayload, Attempt, AttemptResult } from '$lib/api/wire';
import { isAnswered } from './choices';
import { openOutbox, type Outbox } from './outbox';
import { ServerClock } from './timer';

export type SaveState =
	| { kind: 'none' }
	| { kind: 'saving' }
	| { kind: 'saved'; at: string }
	| { kind: 'device' }
	| { kind: 'refused'; reason: string };

interface Given {
	revision: number;
	payload: AnswerPayload;
}

const firstRetryMs = 2000;
const longestRetryMs = 30_000;

/**
 * AttemptState is one sitting of a test on this device. Every answer goes first into the outbox, then to the
 * server; "saved" is said only after the server's answer, until then it is saved on the device.
 */
export class AttemptState {
	readonly attempt: Attempt;
	readonly clock = new ServerClock();
	position = $state(1);
	given = $state<Record<number, Given>>({});
	flagged = $state<Record<number, boolean>>({});
	save = $state.raw<SaveState>({ kind: 'none' });
	deadlineAt = $state('');
	/** closed: the server takes no more answers (time over, or handed in elsewhere). */
	closed = $state(false);
	#outbox: Promise<Outbox>;
	#flushing: Promise<void> | undefined;
	#again = false;
	#retryMs = firstRetryMs;
	#retry: ReturnType<typeof setTimeout> | undefined;

	constructor(attempt: Attempt, outbox: Promise<Outbox> = openOutbox()) {
		this.attempt = attempt;
		this.#outbox = outbox;
		this.deadlineAt = attempt.deadlineAt;
		this.clock.sync(attempt.serverNow);
		this.closed = attempt.state !== 'started';
		for (const { position, revision, payload } of attempt.answers)
			this.given[position] = { revision, payload };
		const last = attempt.answers
			.map((answer) => answer.savedAt)
			.sort()
			.at(-1);
		if (last) this.save = { kind: 'saved', at: last };
		this.position = this.#remembered();
	}

	get item() {
		return this.attempt.items[this.position - 1];
	}

	get answeredCount(): number {
		return this.attempt.items.filter(({ position }) => isAnswered(this.given[position]?.payload)).length;
	}

	remainingMs(): number {
		return Date.parse(this.deadlineAt) - this.clock.now();
	}

	goTo(position: number): void {
		this.position = Math.min(Math.max(1, position), this.attempt.items.length);
		localStorage.setItem(this.#placeKey, String(this.position));
	}

	/** restore takes up what an earlier visit could not send. */
	async restore(): Promise<void> {
		const outbox = await this.#outbox;
		for (const kept of await outbox.list(this.attempt.id)) {
			const known = this.given[kept.position];
			if (known && known.revision >= kept.revision) {
				await outbox.confirm(kept.attemptId, kept.position, known.revision);
			} else this.given[kept.position] = { revision: kept.revision, payload: kept.payload };
		}
		await this.flush();
	}

	/** typing says that an answer is being written: nothing on screen is called saved before it is sent. */
	typing(): void {
		if (!this.closed) this.save = { kind: 'saving' };
	}

	/** answer keeps an answer on the device and sends it. The screen shows it at once. */
	async answer(position: number, payload: AnswerPayload): Promise<void> {
		if (this.closed) return;
		const revision = (this.given[position]?.revision ?? 0) + 1;
		this.given[position] = { revision, payload };
		this.save = { kind: 'saving' };
		const outbox = await this.#outbox;
		await outbox.put({ attemptId: this.attempt.id, position, revision, payload: $state.snapshot(payload) });
		await this.flush();
	}

	/** flush sends all that is waiting; one request at a time, newest answers included. */
	flush(): Promise<void> {
		if (this.#flushing) {
			this.#again = true;
			return this.#flushing;
		}
		this.#flushing = this.#sendAll().finally(() => (this.#flushing = undefined));
		return this.#flushing;
	}

	async #sendAll(): Promise<void> {
		clearTimeout(this.#retry);
		do {
			this.#again = false;
			const waiting = await (await this.#outbox).list(this.attempt.id);
			if (!waiting.length) return;
			if (!(await this.#send(waiting))) return;
		} while (this.#again);
	}

	async #send(waiting: Awaited<ReturnType<Outbox['list']>>): Promise<boolean> {
		const answers = waiting.map(({ position, revision, payload }) => ({ position, revision, payload }));
		try {
			const path = { id: this.attempt.id };
			const { saved, serverNow, deadlineAt } = await PUT('/attempts/{id}/answers', {
				path,
				body: { answers }
			});
			this.clock.sync(serverNow);
			this.deadlineAt = deadlineAt;
			await this.#confirm(answers, saved);
			this.save = { kind: 'saved', at: serverNow };
			this.#retryMs = firstRetryMs;
			return true;
		} catch (error) {
			this.#onFailure(error);
			return false;
		}
	}

	// A revision newer than ours was given in another window: the server's word stands.
	async #confirm(
		sent: { position: number; revision: number }[],
		saved: { position: number; revision: number }[]
	) {
		const outbox = await this.#outbox;
		let overtaken = false;
		for (const { position, revision } of saved) {
			await outbox.confirm(this.attempt.id, position, revision);
			overtaken ||= sent.some((answer) => answer.position === position && answer.revision < revision);
		}
		if (overtaken) await this.#takeServerAnswers();
	}

	async #takeServerAnswers(): Promise<void> {
		const { answers } = await GET('/attempts/{id}', { path: { id: this.attempt.id } });
		for (const { position, revision, payload } of answers) {
			if (revision >= (this.given[position]?.revision ?? 0)) this.given[position] = { revision, payload };
		}
	}

	#onFailure(error: unknown): void {
		if (error instanceof ApiError && error.status === 409) {
			this.closed = true;
			return;
		}
		const refused = error instanceof ApiError && error.status < 500 && error.status !== 429;
		this.save = refused ? { kind: 'refused', reason: shortly(error) } : { kind: 'device' };
		this.#retry = setTimeout(() => void this.flush(), this.#retryMs);
		this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
	}

	/** submit hands the test in after everything waiting has arrived; offline it throws and nothing is lost. */
	async submit(): Promise<AttemptResult> {
		await this.flush();
		const waiting = await (await this.#outbox).list(this.attempt.id);
		if (waiting.length && !this.closed) throw new TypeError('answers are still on this device');
		const result = await POST('/attempts/{id}/submit', { path: { id: this.attempt.id } });
		this.closed = true;
		await this.forget();
		return result;
	}

	/** forget clears what this device kept of a finished test. */
	async forget(): Promise<void> {
		localStorage.removeItem(this.#placeKey);
		await (await this.#outbox).clear(this.attempt.id);
	}

	/** run sends again when the network returns, until the returned function is called. */
	run(): () => void {
		const onReturn = () => void this.flush();
		const onHide = () => {
			if (document.visibilityState === 'hidden') void this.flush();
		};
		addEventListener('online', onReturn);
		document.addEventListener('visibilitychange', onHide);
		return () => {
			removeEventListener('online', onReturn);
			document.removeEventListener('visibilitychange', onHide);
			clearTimeout(this.#retry);
		};
	}

	get #placeKey(): string {
		return `attempt.${this.attempt.id}`;
	}

	#remembered(): number {
		const place = Number(localStorage.getItem(this.#placeKey) ?? 1);
		return place >= 1 && place <= this.attempt.items.length ? place : 1;
	}
}
