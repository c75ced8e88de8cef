import { POST } from '$lib/api/client';
import { lastPerson } from '$lib/api/refresh';
import type { LessonState, Video, WatchResult } from '$lib/api/wire';
import { WatchTracker, type Segment } from './intervals';
import { forgetWatch, holdWatch, keepWatch, mostSegments, postWatch, type Watch } from './kept';
import { without } from './skipping';

const everyMs = 10_000;
const keepMs = 2000;
const renewMs = 12 * 3_600_000;

/**
 * Reporter sends what was watched every ten seconds, on pause and when the page is left. Until the server has
 * confirmed it, it is kept on this device every two seconds and sent when a lesson is opened again.
 */
export class Reporter {
	watchedMs = $state(0);
	missing = $state.raw<Video['missing']>([]);
	state = $state<LessonState>();
	unsent = $state(false);
	/** elsewhere: a video was opened on another device or tab, so that what is played here does not count. */
	elsewhere = $state(false);
	readonly tracker = new WatchTracker(() => document.visibilityState === 'hidden');
	readonly #path: { id: string; lessonId: string };
	readonly #positionMs: () => number;
	#playback: Promise<string> | undefined;
	#playbackId: string | undefined;
	#openedAt = 0;
	#sending: Segment[] | undefined;
	#kept = false;
	#release = () => {};

	constructor(enrollmentId: string, lessonId: string, video: Video, positionMs: () => number) {
		this.#path = { id: enrollmentId, lessonId };
		this.watchedMs = video.watchedMs;
		this.missing = video.missing;
		this.#positionMs = positionMs;
	}

	/**
	 * begin lets the server count the time from the press of play on, since it credits no more than has passed. A
	 * playback counts for a day: one that was opened long ago is followed by another.
	 */
	begin(): void {
		if (this.elsewhere) this.tracker.take(Date.now());
		this.elsewhere = false;
		if (this.#playbackId && Date.now() - this.#openedAt > renewMs) void this.#renew();
		void this.#start().catch(() => {});
	}

	/** #renew sends what belongs to the old playback before another is opened. */
	async #renew(): Promise<void> {
		await this.send();
		if (this.tracker.pending().length) return; // no line: it is tried again at the next press
		this.#release();
		this.#playback = this.#playbackId = undefined;
		void this.#start().catch(() => {});
	}

	/** run keeps sending until the returned function is called. */
	run(): () => void {
		const sending = setInterval(() => void this.send(), everyMs);
		const keeping = setInterval(() => void this.#keep(), keepMs);
		const onTurn = () => void this.send();
		const onLeave = () => void this.#keep();
		document.addEventListener('visibilitychange', onTurn);
		addEventListener('pagehide', onLeave);
		addEventListener('online', onTurn);
		void this.#sendLeft().catch(() => {});
		return () => {
			clearInterval(sending);
			clearInterval(keeping);
			document.removeEventListener('visibilitychange', onTurn);
			removeEventListener('pagehide', onLeave);
			removeEventListener('online', onTurn);
			this.tracker.stop();
			void this.send().finally(() => this.#release());
		};
	}

	/** gaps is what is missing, without what was played since the server counted. */
	gaps(): Video['missing'] {
		return without(this.missing, [...(this.#sending ?? []), ...this.tracker.pending()]);
	}

	async send(): Promise<void> {
		if (this.#sending || this.elsewhere) return;
		const segments = this.tracker.take(Date.now());
		if (!segments.length) return;
		this.#sending = segments;
		const [now, later] = [segments.slice(0, mostSegments), segments.slice(mostSegments)];
		let ended: boolean | undefined;
		try {
			const result = await this.#post(now);
			this.#take(result);
			this.tracker.giveBack(later);
			ended = result.ended;
			this.unsent = false;
		} catch {
			this.tracker.giveBack(segments);
			this.unsent = true;
		}
		this.#sending = undefined;
		await this.#keep();
		if (ended) this.#end();
	}

	/** keep writes what is not confirmed, the segment that grows included. */
	async #keep(): Promise<void> {
		const [playbackId, by] = [this.#playbackId, lastPerson()];
		if (!playbackId || !by) return;
		const segments = [...(this.#sending ?? []), ...this.tracker.pending()];
		if (!segments.length && !this.#kept) return;
		this.#kept = segments.length > 0;
		const kept = segments.length
			? keepWatch({ ...this.#watch(playbackId, segments), by })
			: forgetWatch(playbackId);
		await kept.catch(() => {}); // a full or private browser: sending goes on
	}

	/** sendLeft sends what an earlier page of this person could not send, of whatever lesson. */
	async #sendLeft(): Promise<void> {
		const { sendLeft } = await import('./left');
		await sendLeft(lastPerson() ?? '', (watch, result) => {
			if (watch.lessonId === this.#path.lessonId) this.#take(result);
		});
	}

	async #post(segments: Segment[]): Promise<WatchResult> {
		return postWatch(this.#watch(await this.#start(), segments));
	}

	#watch(playbackId: string, segments: Segment[]): Watch {
		const { id: enrollmentId, lessonId } = this.#path;
		return { playbackId, enrollmentId, lessonId, positionMs: Math.round(this.#positionMs()), segments };
	}

	#start(): Promise<string> {
		this.#playback ??= POST('/enrollments/{id}/lessons/{lessonId}/playback', { path: this.#path }).then(
			({ playbackId }) => {
				this.#release = holdWatch(playbackId);
				this.#openedAt = Date.now();
				return (this.#playbackId = playbackId);
			},
			(error) => {
				this.#playback = undefined;
				throw error;
			}
		);
		return this.#playback;
	}

	#end(): void {
		this.#release();
		this.#playback = this.#playbackId = undefined;
		this.elsewhere = true;
	}

	#take(result: WatchResult): void {
		this.watchedMs = result.watchedMs;
		this.missing = result.missing;
		this.state = result.state;
	}
}
