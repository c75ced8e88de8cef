import { GET, POST, PUT } from '$lib/api/client';
import { shortly } from '$lib/api/explain';
import { ApiError } from '$lib/api/problem';
import type { AnswerPayload, Attempt, AttemptResult } from '$lib/api/wire';
import type { KeptAnswer } from '$lib/offline/idb';
import type { Away } from './away';
import { openOutbox, type Outbox } from './outbox';
import { progressOf, type Progress } from './progress';
import { ownSeat } from './seat';
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
// What is typed is kept after a quiet moment, and in any case before so long has passed.
const quietMs = 600;
const longestWritingMs = 2000;

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
	/** elsewhere: the test is taken in another window now; what this one still has is sent, and nothing new is answered here. */
	elsewhere = $state(false);
	/** timeBackSeconds is what outages of the platform have cost and was given back. */
	timeBackSeconds = $state(0);
	/** uploads is how many files are on their way: the test is not handed in meanwhile. */
	uploads = $state(0);
	#outbox: Promise<Outbox>;
	readonly #seat = ownSeat();
	/** Of a final test only, and a moment after its start. */
	#away: Away | undefined;
	/** Positions whose answer is still being written, and those whose newest answer the server has not confirmed. */
	/* eslint-disable svelte/prefer-svelte-reactivity -- nothing on screen follows them */
	readonly #writing = new Set<number>();
	readonly #unsaved = new Set<number>();
	/* eslint-enable svelte/prefer-svelte-reactivity */
	#writingSince = 0;
	#quiet: ReturnType<typeof setTimeout> | undefined;
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
		this.elsewhere = attempt.seat !== undefined && attempt.seat !== this.#seat;
		this.timeBackSeconds = attempt.timeBackSeconds;
		for (const { position, revision, payload } of attempt.answers)
			this.given[position] = { revision, payload };
		const last = attempt.answers
			.map((answer) => answer.savedAt)
			.sort()
			.at(-1);
		if (last) this.save = { kind: 'saved', at: last };
		this.#remember();
	}

	get item() {
		return this.attempt.items[this.position - 1];
	}

	/** progress tells how far the answer at a position is. */
	progress(position: number): Progress {
		const item = this.attempt.items[position - 1];
		return item ? progressOf(item, this.given[position]?.payload) : 'none';
	}

	/** at lists the positions whose answer is so far. */
	at(progress: Progress): number[] {
		return this.attempt.items.map((item) => item.position).filter((p) => this.progress(p) === progress);
	}

	remainingMs(): number {
		return Date.parse(this.deadlineAt) - this.clock.now();
	}

	goTo(position: number): void {
		void this.settle();
		this.position = Math.min(Math.max(1, position), this.attempt.items.length);
		this.#note();
	}

	/** flag marks a question to be looked at again, or takes the mark away. */
	flag(position: number, flagged: boolean): void {
		this.flagged[position] = flagged;
		this.#note();
	}

	/** restore takes up what an earlier visit could not send. */
	async restore(): Promise<void> {
		const outbox = await this.#outbox;
		await this.#takeLeft(outbox);
		for (const kept of await outbox.list(this.attempt.id)) {
			const known = this.given[kept.position];
			if (known && known.revision >= kept.revision) {
				await outbox.confirm(kept.attemptId, kept.position, known.revision);
			} else {
				this.given[kept.position] = { revision: kept.revision, payload: kept.payload };
				this.#unsaved.add(kept.position);
			}
		}
		await this.flush();
	}

	/** answer keeps an answer on the device and sends it. The screen shows it at once. */
	async answer(position: number, payload: AnswerPayload): Promise<void> {
		this.#show(position, payload);
		await this.settle();
	}

	/** write shows an answer that is still being written; after a quiet moment it is kept and sent. */
	write(position: number, payload: AnswerPayload): void {
		this.#show(position, payload);
		const now = performance.now();
		this.#writingSince ||= now;
		clearTimeout(this.#quiet);
		const wait = Math.min(quietMs, this.#writingSince + longestWritingMs - now);
		this.#quiet = setTimeout(() => void this.settle(), wait);
	}

	/** settle keeps and sends at once what was being written. */
	async settle(): Promise<void> {
		const written = this.#written();
		if (!written.length) return;
		await this.#keep(written);
		await this.flush();
	}

	#show(position: number, payload: AnswerPayload): void {
		if (this.closed || this.elsewhere) return;
		this.given[position] = { revision: this.#nextRevision(position), payload };
		this.#writing.add(position);
		this.#unsaved.add(position);
		this.save = { kind: 'saving' };
	}

	// Revisions follow the server's clock: what was answered later is the newer answer, on whichever device.
	#nextRevision(position: number): number {
		return Math.max((this.given[position]?.revision ?? 0) + 1, Math.floor(this.clock.now()));
	}

	/** #written takes what was being written as it is now. */
	#written(): KeptAnswer[] {
		clearTimeout(this.#quiet);
		this.#writingSince = 0;
		const positions = [...this.#writing];
		this.#writing.clear();
		return positions.flatMap((position) => {
			const given = $state.snapshot(this.given[position]);
			return given ? { attemptId: this.attempt.id, position, ...given } : [];
		});
	}

	async #keep(answers: KeptAnswer[]): Promise<void> {
		const outbox = await this.#outbox;
		for (const answer of answers) await outbox.put(answer);
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

	async #send(waiting: KeptAnswer[], keepalive = false): Promise<boolean> {
		const answers = waiting.map(({ position, revision, payload }) => ({ position, revision, payload }));
		try {
			const path = { id: this.attempt.id };
			const away = this.#away?.totals;
			const body = { answers, seat: this.#seat, ...(away?.times && { away }) };
			const answer = await PUT('/attempts/{id}/answers', { path, body, keepalive });
			if (away) this.#away?.sent(away);
			const { saved, serverNow, deadlineAt, seated, timeBackSeconds } = answer;
			this.clock.sync(serverNow);
			this.deadlineAt = deadlineAt;
			this.timeBackSeconds = timeBackSeconds;
			this.elsewhere = !seated;
			await this.#confirm(answers, saved);
			// Nothing is called saved while a newer answer is on its way.
			this.save = this.#unsaved.size ? { kind: 'saving' } : { kind: 'saved', at: serverNow };
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
			if (revision >= (this.given[position]?.revision ?? 0)) this.#unsaved.delete(position);
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

	/** takeSeat goes on with the test in this window, with the answers that were given in the other. */
	async takeSeat(): Promise<void> {
		await PUT('/attempts/{id}/seat', { path: { id: this.attempt.id }, body: { seat: this.#seat } });
		await this.#takeServerAnswers();
		this.elsewhere = false;
	}

	/** submit hands the test in after everything waiting has arrived; offline it throws and nothing is lost. */
	async submit(): Promise<AttemptResult> {
		await this.settle();
		await this.flush();
		const waiting = await (await this.#outbox).list(this.attempt.id);
		if (waiting.length && !this.closed) throw new TypeError('answers are still on this device');
		await this.#sendAway();
		const result = await POST('/attempts/{id}/submit', { path: { id: this.attempt.id } });
		this.closed = true;
		await this.forget();
		return result;
	}

	/** #count counts how often the page of a final test is left. */
	async #count(): Promise<(() => void) | undefined> {
		if (this.attempt.testKind !== 'final') return undefined;
		const { Away } = await import('./away');
		this.#away = new Away(this.#awayKey);
		return this.#away.run();
	}

	/** #sendAway sends what was counted after the last answer, along with that answer; the test never waits for it. */
	async #sendAway(): Promise<void> {
		const [position, given] = Object.entries($state.snapshot(this.given))[0] ?? [];
		if (!given || this.closed || !this.#away?.unsent) return;
		await this.#send([{ attemptId: this.attempt.id, position: Number(position), ...given }]);
	}

	/** forget clears what this device kept of a finished test. */
	async forget(): Promise<void> {
		localStorage.removeItem(this.#placeKey);
		localStorage.removeItem(this.#leftKey);
		localStorage.removeItem(this.#awayKey);
		await (await this.#outbox).clear(this.attempt.id);
	}

	/** run sends again when the network returns, and at once when the page is left, until the returned function is called. */
	run(): () => void {
		const onReturn = () => void this.flush();
		const onLeave = () => void this.#leave();
		const onHide = () => {
			if (document.visibilityState === 'hidden') onLeave();
		};
		const counting = this.#count().catch(() => undefined); // without a line nothing is counted
		addEventListener('online', onReturn);
		addEventListener('pagehide', onLeave);
		document.addEventListener('visibilitychange', onHide);
		return () => {
			removeEventListener('online', onReturn);
			removeEventListener('pagehide', onLeave);
			document.removeEventListener('visibilitychange', onHide);
			void counting.then((stop) => stop?.());
			void this.settle();
			clearTimeout(this.#retry);
		};
	}

	/**
	 * #leave sends what was being written and writes it down at once: a page that is closed may not live until the
	 * device's database, or the server, has answered.
	 */
	async #leave(): Promise<void> {
		const written = this.#written();
		if (written.length) {
			const kept = Promise.all([this.#keep(written), this.#send(written, true)]);
			localStorage.setItem(this.#leftKey, JSON.stringify(written));
			await kept;
			localStorage.removeItem(this.#leftKey);
		}
		await this.flush();
	}

	/** #takeLeft puts what was written down at the last moment among the answers to be sent. */
	async #takeLeft(outbox: Outbox): Promise<void> {
		const left: KeptAnswer[] = JSON.parse(localStorage.getItem(this.#leftKey) ?? '[]');
		const known = await outbox.list(this.attempt.id);
		const isOld = (answer: KeptAnswer) =>
			known.some((other) => other.position === answer.position && other.revision >= answer.revision);
		for (const answer of left) if (!isOld(answer)) await outbox.put(answer);
		localStorage.removeItem(this.#leftKey);
	}

	get #leftKey(): string {
		return `attempt.${this.attempt.id}.left`;
	}

	get #awayKey(): string {
		return `attempt.${this.attempt.id}.away`;
	}

	get #placeKey(): string {
		return `attempt.${this.attempt.id}`;
	}

	/** #note writes down where somebody is in the test and what they marked, for a reload. */
	#note(): void {
		const flagged = Object.keys(this.flagged).filter((position) => this.flagged[Number(position)]);
		localStorage.setItem(this.#placeKey, [this.position, ...flagged].join(' '));
	}

	#remember(): void {
		const [place, ...flagged] = (localStorage.getItem(this.#placeKey) ?? '').split(' ').map(Number);
		if (place && this.attempt.items[place - 1]) this.position = place;
		for (const position of flagged) this.flagged[position] = true;
	}
}
