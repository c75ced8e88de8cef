import { untrack } from 'svelte';

/**
 * Resource is something a screen reads from the server: it is loading, ready or failed.
 * `reload` keeps the old value on screen; an answer to an older request is dropped.
 */
export class Resource<T> {
	value = $state.raw<T>();
	error = $state.raw<unknown>();
	loading = $state(true);
	#turn = 0;
	readonly #read: () => Promise<T>;

	constructor(read: () => Promise<T>) {
		this.#read = read;
	}

	async reload(): Promise<void> {
		const turn = ++this.#turn;
		this.loading = true;
		try {
			const value = await this.#read();
			if (turn !== this.#turn) return;
			this.value = value;
			this.error = undefined;
		} catch (error) {
			if (turn !== this.#turn) return;
			this.error = error;
		}
		this.loading = false;
	}

	/** clear forgets the value, for a screen that now shows something else. */
	clear(): void {
		this.value = undefined;
		this.error = undefined;
	}
}

/**
 * resource reads at once, and again whenever `key` gives a new value. Call it while a component is set up.
 * With `keep` the last value stays on screen while another part of the same list is read.
 */
export function resource<K, T>(
	key: () => K,
	read: (key: K) => Promise<T>,
	{ keep = false } = {}
): Resource<T> {
	let current: K;
	const made = new Resource<T>(() => read(current));
	$effect(() => {
		const next = key();
		untrack(() => {
			if (!keep && made.value !== undefined && next !== current) made.clear();
			current = next;
			void made.reload();
		});
	});
	return made;
}
