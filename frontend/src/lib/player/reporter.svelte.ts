import { POST } from '$lib/api/client';
import type { LessonState, Video, WatchResult } from '$lib/api/wire';
import { WatchTracker } from './intervals';

const everyMs = 10_000;
const mostSegments = 100;

/** Reporter sends what was watched every ten seconds, on pause and when the page is left; what fails is kept and sent later. */
export class Reporter {
	watchedMs = $state(0);
	missing = $state.raw<Video['missing']>([]);
	state = $state<LessonState>();
	unsent = $state(false);
	readonly tracker = new WatchTracker();
	readonly #path: { id: string; lessonId: string };
	readonly #positionMs: () => number;
	#playback: Promise<string> | undefined;
	#sending = false;

	constructor(enrollmentId: string, lessonId: string, video: Video, positionMs: () => number) {
		this.#path = { id: enrollmentId, lessonId };
		this.watchedMs = video.watchedMs;
		this.missing = video.missing;
		this.#positionMs = positionMs;
	}

	/** run keeps sending until the returned function is called. */
	run(): () => void {
		const timer = setInterval(() => void this.send(), everyMs);
		const onHide = () => {
			if (document.visibilityState === 'hidden') void this.send();
		};
		const onReturn = () => void this.send();
		document.addEventListener('visibilitychange', onHide);
		addEventListener('online', onReturn);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', onHide);
			removeEventListener('online', onReturn);
			this.tracker.stop();
			void this.send();
		};
	}

	async send(): Promise<void> {
		if (this.#sending) return;
		const segments = this.tracker.take(Date.now());
		if (!segments.length) return;
		this.#sending = true;
		const [now, later] = [segments.slice(0, mostSegments), segments.slice(mostSegments)];
		try {
			this.#take(await this.#post(now));
			this.tracker.giveBack(later);
			this.unsent = false;
		} catch {
			this.tracker.giveBack(segments);
			this.unsent = true;
		}
		this.#sending = false;
	}

	async #post(segments: Parameters<WatchTracker['giveBack']>[0]): Promise<WatchResult> {
		const body = { playbackId: await this.#start(), segments, positionMs: Math.round(this.#positionMs()) };
		return POST('/enrollments/{id}/lessons/{lessonId}/watch', { path: this.#path, body });
	}

	#start(): Promise<string> {
		this.#playback ??= POST('/enrollments/{id}/lessons/{lessonId}/playback', { path: this.#path }).then(
			({ playbackId }) => playbackId,
			(error) => {
				this.#playback = undefined;
				throw error;
			}
		);
		return this.#playback;
	}

	#take(result: WatchResult): void {
		this.watchedMs = result.watchedMs;
		this.missing = result.missing;
		this.state = result.state;
	}
}
