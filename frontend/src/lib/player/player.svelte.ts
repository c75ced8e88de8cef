import type { Video } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { open, prepare, type Engine, type Fault } from './engine';
import { length } from './intervals';
import { line, onLine } from './line';
import { filePlan, planOf, type Plan } from './quality';
import type { Reporter } from './reporter.svelte';
import type { SelfCheck } from './self-check.svelte';
import { settings } from './settings.svelte';
import { mayJump, reachOf } from './skipping';

const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];
const freshEveryMs = 60_000;

interface Parts {
	video: Video;
	reporter: Reporter;
	check: SelfCheck;
	/** fresh reads the lesson again: signed addresses last for hours only. */
	fresh: () => Promise<Video | undefined>;
}

/** Player is a video on the page: what it does, and what its controls ask of it. */
export class Player {
	video = $state.raw<Video>() as Video;
	element = $state.raw<HTMLVideoElement>();
	frame = $state.raw<HTMLElement>();
	/** wanted: it was asked for; before, no byte of it is loaded. */
	wanted = $state(false);
	/** asking: whether to load by mobile data. */
	asking = $state(false);
	playing = $state(false);
	/** loading: playing, were there enough of it. */
	loading = $state(false);
	failed = $state(false);
	muted = $state(false);
	speed = $state(1);
	positionMs = $state(0);
	plan = $state.raw<Plan>();
	/** refusal says why a jump was not made. */
	refusal = $state('');
	/** told is what a screen reader is told. */
	told = $state('');
	readonly check: SelfCheck;
	readonly reporter: Reporter;
	readonly speeds: number[];
	readonly #fresh: Parts['fresh'];
	#engine: Engine | undefined;
	#turn = 0;
	#freshAt = -Infinity;
	#onlyFile = false;
	#mayUseData = false;
	#waiting = false;
	#startMs = 0;

	constructor({ video, reporter, check, fresh }: Parts) {
		this.video = video;
		this.reporter = reporter;
		this.check = check;
		this.#fresh = fresh;
		this.positionMs = video.positionMs;
		this.muted = video.voice === 'synthetic'; // a machine voice starts silent; captions carry the content
		this.speeds = speeds.filter((speed) => speed * 100 <= video.maxSpeed);
	}

	/** resumeMs is where an earlier visit stopped; 0 near either end. */
	get resumeMs(): number {
		const positionMs = this.#allowed(this.positionMs);
		return positionMs > 3000 && positionMs < this.video.durationMs - 3000 ? positionMs : 0;
	}

	/** next is what would be played now: the size before play is its. */
	next(quality = settings.quality): Plan {
		if (this.#onlyFile) return filePlan(this.video);
		const pixels = Math.round((this.frame?.clientWidth ?? innerWidth) * devicePixelRatio);
		return planOf(this.video, { quality, saver: settings.saver, pixels });
	}

	/** prepare fetches what playing will need, short of the video. */
	prepare(): void {
		if (settings.saver) return;
		prepare(this.next());
		import('./Controls.svelte').catch(() => {});
	}

	/** run follows the device until the returned function is called. */
	run(): () => void {
		const onShow = () => this.#askWaiting();
		const onReturn = () => void (this.failed && this.retry());
		document.addEventListener('visibilitychange', onShow);
		addEventListener('online', onReturn);
		const off = onLine(() => this.#onLine());
		return () => {
			document.removeEventListener('visibilitychange', onShow);
			removeEventListener('online', onReturn);
			off();
			this.#engine?.end();
		};
	}

	/** playFrom plays from a moment on, whether anything was played yet or not; with show the picture comes into view. */
	async playFrom(ms: number, { show = true } = {}): Promise<void> {
		if (!this.wanted) return this.begin(this.#allowed(ms));
		this.jump(ms);
		if (this.element?.paused) await this.toggle();
		if (show) this.frame?.scrollIntoView({ block: 'nearest' });
	}

	/** allowed is a moment, or the reach where it may not be visited yet. */
	#allowed(ms: number): number {
		const { missing } = this.reporter;
		return this.video.allowSkip || mayJump(ms, missing) ? ms : reachOf(missing);
	}

	/** asks tells whether to ask before anything is loaded: "only by Wi-Fi", where mobile data may be used. */
	#asks(): boolean {
		return (this.asking = settings.wifiOnly && !this.#mayUseData && line() !== 'wifi');
	}

	async begin(fromMs: number): Promise<void> {
		this.#startMs = fromMs;
		if (this.#asks()) return;
		this.wanted = true;
		this.reporter.begin(); // before the first picture: no watched second is older than its playback
		await this.#open(fromMs, true);
	}

	/** useData loads although this may be mobile data, until the page is left. */
	useData(): Promise<void> | void {
		this.#mayUseData = true;
		this.asking = false;
		if (!this.wanted) return this.begin(this.#startMs);
		this.#engine?.retry();
		return this.toggle();
	}

	async #open(fromMs: number, play: boolean): Promise<void> {
		const turn = ++this.#turn;
		const { element } = this;
		if (!element) return;
		this.failed = false;
		this.#engine?.end();
		this.#engine = undefined;
		this.positionMs = fromMs;
		const plan = (this.plan = this.next());
		try {
			const engine = await open({ element, plan, fromMs, onfault: (fault) => void this.#onfault(fault) });
			if (turn !== this.#turn) return engine.end();
			this.#engine = engine;
		} catch {
			this.failed = true; // a part of the program did not arrive
			return;
		}
		element.defaultPlaybackRate = element.playbackRate = this.speed;
		if (play) await this.#start();
	}

	/** start plays; where another load came first or the browser waits for a press, the button stands there. */
	async #start(): Promise<void> {
		this.loading = true;
		await this.element?.play().catch(() => (this.loading = false));
	}

	async #onfault(fault: Fault): Promise<void> {
		const play = this.playing || !this.element?.paused;
		this.element?.pause();
		if (fault === 'gone' && (await this.#renew())) return this.#open(this.positionMs, play);
		if (fault !== 'network' && !this.#onlyFile && this.plan?.kind !== 'file') {
			this.#onlyFile = true;
			return this.#open(this.positionMs, play);
		}
		this.loading = false;
		this.failed = true;
	}

	/** renew takes the addresses of a new reading; false when that was just done. */
	async #renew(): Promise<boolean> {
		if (Date.now() - this.#freshAt < freshEveryMs) return false;
		this.#freshAt = Date.now();
		const video = await this.#fresh().catch(() => undefined);
		if (video) this.video = video;
		return video !== undefined;
	}

	async retry(): Promise<void> {
		if (!this.#engine) return this.#open(this.positionMs, true);
		this.failed = false;
		this.#engine.retry();
		await this.#start();
	}

	/** choose goes over to what the settings ask for now. */
	async choose(): Promise<void> {
		if (!this.wanted) return;
		this.#onlyFile = false;
		const plan = this.next();
		if (this.#engine?.change(plan)) this.plan = plan;
		else await this.#open(this.positionMs, !this.element?.paused);
	}

	/** refit lets the picture be as good as its new size asks for. */
	refit(): void {
		const plan = this.next();
		if (this.#engine?.change(plan)) this.plan = plan;
	}

	/** toggle plays or pauses. */
	async toggle(): Promise<void> {
		if (!this.wanted) return this.begin(this.resumeMs);
		if (!this.element) return;
		if (!this.element.paused) return this.element.pause();
		if (this.#asks()) return;
		this.check.asked = undefined;
		await this.#start();
	}

	pause(): void {
		this.element?.pause();
	}

	/** jump goes to a moment, unless that would skip what was not watched and may not be skipped. */
	jump(ms: number): void {
		const to = Math.max(0, Math.min(ms, this.video.durationMs));
		if (!this.element || !this.#mayGo(to)) return;
		this.positionMs = to;
		this.check.asked = undefined;
		this.element.currentTime = to / 1000;
		this.told = m.player_jumped({ time: length(to) });
	}

	#mayGo(ms: number): boolean {
		const gaps = this.reporter.gaps();
		const may = this.video.allowSkip || mayJump(ms, gaps);
		this.refusal = may ? '' : m.player_no_skip({ time: length(reachOf(gaps)) });
		return may;
	}

	setSpeed(rate: number): void {
		if (this.element) this.element.defaultPlaybackRate = this.element.playbackRate = rate; // also after a reload
		this.speed = rate;
	}

	/** stepSpeed takes the next slower or faster. */
	stepSpeed(by: 1 | -1): void {
		const next = this.speeds[this.speeds.indexOf(this.speed) + by];
		if (!next) return;
		this.setSpeed(next);
		this.told = `${m.player_speed()} ${next}×`;
	}

	mute(): void {
		this.muted = !this.muted;
	}

	onplaying(): void {
		this.playing = true;
		this.loading = this.failed = false;
		this.reporter.begin();
		const { element } = this;
		if (element) this.reporter.tracker.start(element.currentTime * 1000, element.playbackRate, Date.now());
	}

	onwaiting(): void {
		this.loading = true;
		this.reporter.tracker.stop();
	}

	/** onstopped: paused, at the end, or emptied for another address. */
	onstopped(): void {
		this.playing = this.loading = false;
		this.follow();
		this.reporter.tracker.stop();
		void this.reporter.send();
	}

	onended(): void {
		const from = this.positionMs;
		this.onstopped();
		this.#ask(from, Infinity);
	}

	/** onseeking holds also those to the rule who jump by a media key or in the small window. */
	onseeking(): void {
		const { element } = this;
		if (!element || Math.abs(element.currentTime * 1000 - this.positionMs) < 1000) return;
		if (this.#mayGo(element.currentTime * 1000)) this.positionMs = element.currentTime * 1000;
		else element.currentTime = this.positionMs / 1000;
	}

	follow(): void {
		const { element } = this;
		if (!element || element.seeking || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
		const from = this.positionMs;
		this.positionMs = element.currentTime * 1000;
		if (element.paused) return;
		this.reporter.tracker.advance(this.positionMs, element.playbackRate, Date.now());
		this.#ask(from, this.positionMs);
	}

	#ask(fromMs: number, toMs: number): void {
		const due = this.check.due(fromMs, toMs);
		if (!due) return;
		this.check.asked = due;
		this.#waiting = true;
		this.#askWaiting();
	}

	/** askWaiting stops for a question; who only listens, with the page out of sight, is not stopped before returning. */
	#askWaiting(): void {
		if (!this.#waiting || document.visibilityState === 'hidden') return;
		this.#waiting = false;
		if (this.check.asked) this.pause();
	}

	/** onLine stops where the device left the Wi-Fi and nobody allowed mobile data. */
	#onLine(): void {
		if (!this.wanted || !settings.wifiOnly || this.#mayUseData || line() !== 'cellular') return;
		this.pause();
		this.#engine?.hold();
		this.asking = true;
	}
}
