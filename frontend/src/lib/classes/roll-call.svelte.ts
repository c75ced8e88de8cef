import { GET, POST, PUT } from '$lib/api/client';
import { shortly } from '$lib/api/explain';
import { ApiError, isOffline, isStatus } from '$lib/api/problem';
import type { MarkMade, RollCall, StandingMarks } from '$lib/api/wire';
import type { KeptMark } from '$lib/offline/idb';
import { markOutbox, type MarkOutbox } from '$lib/offline/marks';
import { within } from '$lib/offline/within';
import { instant, newKey } from './key';

export type MarkState = MarkMade['state'];
export type Excuse = NonNullable<MarkMade['excuse']>;

/** Shown is what the screen says of a participant; waiting: not yet on the server. */
export interface Shown {
	state: MarkState;
	excuse?: Excuse | undefined;
	waiting: boolean;
}

export type SyncState =
	| { kind: 'none' }
	| { kind: 'saving' }
	| { kind: 'saved'; at: string }
	| { kind: 'device' }
	| { kind: 'refused'; reason: string };

const firstRetryMs = 2000;
const longestRetryMs = 30_000;

/**
 * RollCallState is the roll call of one session on this device. Every mark goes first into the outbox, then to
 * the server; "saved" is said only after the server's answer, until then it is kept on the device, or where the
 * device refuses, held by the page and called unsent.
 */
export class RollCallState {
	sheet = $state.raw<RollCall>();
	shown = $state<Record<string, Shown>>({});
	sync = $state.raw<SyncState>({ kind: 'none' });
	/** fromDevice: the sheet is the one that was kept, because there is no line. */
	fromDevice = $state(false);
	/** kept: this device holds the list, so that it opens again without a line; undefined while that is not known. */
	kept = $state<boolean>();
	/** held are participants whose mark waits and ends with the page, because the device did not take it. */
	held = $state.raw<string[]>([]);
	/** overruled are participants whom another device marked otherwise, later than this one. */
	overruled = $state.raw<string[]>([]);
	/** needsReason: the roll call was closed while marks wait on this device. */
	needsReason = $state(false);
	readonly #path: { id: string; sessionId: string };
	readonly #outbox: MarkOutbox;
	#flushing: Promise<void> | undefined;
	#again = false;
	#retryMs = firstRetryMs;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;
	#left = false;
	#reason = '';
	/** by is who marks: on a shared phone nobody sees the list or sends the marks of somebody else. */
	readonly by: string;

	constructor(classId: string, sessionId: string, by: string, outbox = markOutbox) {
		this.#path = { id: classId, sessionId };
		this.by = by;
		this.#outbox = outbox;
	}

	get marked(): number {
		return this.sheet?.lines.filter(({ participantId }) => this.shown[participantId]).length ?? 0;
	}

	get present(): number {
		return Object.values(this.shown).filter(({ state }) => state === 'present' || state === 'late').length;
	}

	get waiting(): number {
		return Object.values(this.shown).filter(({ waiting }) => waiting).length;
	}

	/**
	 * load reads the sheet, or takes the kept one where there is no line or none that answers in time; then what
	 * waits on this device.
	 */
	async load(): Promise<void> {
		const outbox = this.#outbox;
		const kept = await outbox.findSheet(this.#path.sessionId, this.by);
		const asked = GET('/training-classes/{id}/roll-calls/{sessionId}', { path: this.#path });
		try {
			const sheet = await (kept ? within(asked) : asked);
			this.fromDevice = false;
			this.#take(sheet);
			await this.#keepSheet(sheet);
		} catch (error) {
			// Whoever runs the class no longer has no list of it either.
			if (isStatus(error, 403) || isStatus(error, 404)) await outbox.forgetSheet(this.#path.sessionId);
			if (!kept || !isOffline(error)) throw error;
			this.fromDevice = this.kept = true;
			this.#take(kept);
		}
		for (const mark of await this.#waiting()) {
			this.shown[mark.participantId] = { state: mark.state, excuse: mark.excuse, waiting: true };
		}
		await this.flush();
		if (this.fromDevice) this.#later();
	}

	#take(sheet: RollCall): void {
		this.sheet = sheet;
		this.#stand(sheet.lines);
	}

	/**
	 * keepSheet keeps the sheet with what is known to stand on the server; the names of a closed one go. A page that
	 * was left keeps nothing: its reader may have signed out.
	 */
	async #keepSheet(sheet: RollCall): Promise<void> {
		if (this.#left) return;
		if (sheet.session.closedAt) return this.#outbox.forgetSheet(sheet.session.id);
		const lines = sheet.lines.map((line) => {
			const shown = this.shown[line.participantId];
			return shown && !shown.waiting ? { ...line, state: shown.state, excuse: shown.excuse } : line;
		});
		this.kept = await this.#outbox.keepSheet({ ...sheet, lines }, this.by);
	}

	/** stand shows what the server holds, the marks of other devices among it, but what waits here. */
	#stand(
		marks: { participantId: string; state?: MarkState | undefined; excuse?: Excuse | undefined }[]
	): void {
		for (const { participantId, state, excuse } of marks) {
			if (state && !this.shown[participantId]?.waiting)
				this.shown[participantId] = { state, excuse, waiting: false };
		}
	}

	async #waiting(): Promise<KeptMark[]> {
		const held = await this.#outbox.listHeld(this.by);
		this.held = held.filter(this.#isHere).map(({ participantId }) => participantId);
		return (await this.#outbox.listOf(this.by)).filter(this.#isHere);
	}

	readonly #isHere = ({ sessionId }: KeptMark) => sessionId === this.#path.sessionId;

	/** mark keeps a mark on the device and sends it. The screen shows it at once. */
	async mark(participantId: string, state: MarkState, excuse?: Excuse): Promise<void> {
		await this.#keep(participantId, state, excuse);
		await this.flush();
	}

	async #keep(participantId: string, state: MarkState, excuse?: Excuse): Promise<void> {
		this.shown[participantId] = { state, excuse, waiting: true };
		this.sync = { kind: 'saving' };
		await this.#outbox.put({
			classId: this.#path.id,
			sessionId: this.#path.sessionId,
			by: this.by,
			participantId,
			id: newKey(),
			state,
			...(excuse && { excuse }),
			markedAt: instant()
		});
	}

	/** markRest marks everybody without a mark as present, in one request. */
	async markRest(): Promise<void> {
		for (const { participantId } of this.sheet?.lines ?? []) {
			if (!this.shown[participantId]) await this.#keep(participantId, 'present');
		}
		await this.flush();
	}

	/** flush sends all that is waiting, with the reason once there is one; one request at a time, newest marks included. */
	flush(reason = ''): Promise<void> {
		this.#reason = reason || this.#reason;
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
			const waiting = await this.#waiting();
			if (!waiting.length) continue;
			if (this.sheet?.session.closedAt && !this.#reason) return void (this.needsReason = true);
			if (!(await this.#send(waiting))) return;
		} while (this.#again);
	}

	async #send(waiting: KeptMark[]): Promise<boolean> {
		const marks = waiting.map(({ id, participantId, state, excuse, markedAt }) => ({
			id,
			participantId,
			state,
			markedAt,
			...(excuse && { excuse })
		}));
		let standing: StandingMarks;
		try {
			standing = await PUT('/training-classes/{id}/roll-calls/{sessionId}', {
				path: this.#path,
				body: { marks, ...(this.#reason && { reason: this.#reason }) }
			});
		} catch (error) {
			this.#onFailure(error);
			return false;
		}
		await this.#confirm(waiting);
		this.#stand(standing.marks);
		this.#noteOverruled(waiting, standing);
		const sheet = this.sheet ?? (await this.#outbox.findSheet(this.#path.sessionId, this.by));
		if (sheet) await this.#keepSheet(sheet);
		this.#reason = '';
		this.sync = { kind: 'saved', at: instant() };
		this.needsReason = false;
		this.#retryMs = firstRetryMs;
		return true;
	}

	#noteOverruled(sent: KeptMark[], { marks }: StandingMarks): void {
		const ids = (some: KeptMark[]) => some.map(({ participantId }) => participantId);
		const lost = sent.filter((mark) =>
			marks.some((other) => other.participantId === mark.participantId && other.state !== mark.state)
		);
		this.overruled = [...this.overruled.filter((id) => !ids(sent).includes(id)), ...ids(lost)];
	}

	async #confirm(sent: KeptMark[]): Promise<void> {
		for (const mark of sent) await this.#outbox.confirm(mark);
		const left = (await this.#waiting()).map(({ participantId }) => participantId);
		for (const [participantId, shown] of Object.entries(this.shown)) {
			if (shown.waiting && !left.includes(participantId))
				this.shown[participantId] = { ...shown, waiting: false };
		}
	}

	#onFailure(error: unknown): void {
		if (error instanceof ApiError && error.code === 'roll_call.closed') {
			this.needsReason = true;
			return;
		}
		const refused = error instanceof ApiError && error.status < 500 && error.status !== 429;
		this.sync = refused ? { kind: 'refused', reason: shortly(error) } : { kind: 'device' };
		if (!refused) this.#later();
	}

	#later(): void {
		clearTimeout(this.#retry);
		if (this.#stopped) return;
		this.#retry = setTimeout(() => void this.#resume(), this.#retryMs);
		this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
	}

	/** resume reads the sheet again when it is the kept one, and sends what waits. */
	async #resume(): Promise<void> {
		if (!this.fromDevice) return this.flush();
		await this.load().catch((error) => (this.sync = { kind: 'refused', reason: shortly(error) }));
	}

	/** close closes the roll call after everything waiting has arrived; offline it throws and nothing is lost. */
	async close(): Promise<void> {
		await this.flush();
		if (this.waiting) throw new TypeError('marks are still on this device');
		await POST('/training-classes/{id}/roll-calls/{sessionId}/closing', { path: this.#path });
		await this.load();
	}

	/** flushOnce is flush without trying again later. */
	async flushOnce(): Promise<void> {
		this.#stopped = true;
		await this.flush();
	}

	/** run goes on when the network returns, until the returned function is called. */
	run(): () => void {
		const onReturn = () => void this.#resume();
		addEventListener('online', onReturn);
		return () => {
			removeEventListener('online', onReturn);
			this.#stopped = this.#left = true;
			clearTimeout(this.#retry);
		};
	}
}

/** sendKept sends what an earlier roll call left on this device, and returns the sessions of what still waits. */
export async function sendKept(by: string): Promise<{ classId: string; sessionId: string; count: number }[]> {
	if (!by) return [];
	const kept = await markOutbox.listOf(by);
	const firsts = kept.filter(
		({ sessionId }, at) => kept.findIndex((mark) => mark.sessionId === sessionId) === at
	);
	const left = [];
	for (const { classId, sessionId } of firsts) {
		await new RollCallState(classId, sessionId, by).flushOnce();
		const waiting = (await markOutbox.listOf(by)).filter((mark) => mark.sessionId === sessionId);
		if (waiting.length) left.push({ classId, sessionId, count: waiting.length });
	}
	return left;
}
