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
	#since: number | undefined;
	#sent = 0;

	/** key is where the device keeps the totals. */
	constructor(key: string) {
		this.#key = key;
	}

	get totals(): Totals {
		const [times = 0, seconds = 0] = (localStorage.getItem(this.#key) ?? '').split(' ').map(Number);
		return { times, seconds };
	}

	/** unsent says that the server does not know the totals of now. */
	get unsent(): boolean {
		return this.totals.times > this.#sent;
	}

	sent({ times }: Totals): void {
		this.#sent = Math.max(this.#sent, times);
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
