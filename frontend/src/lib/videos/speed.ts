const windowMs = 15_000;

/** Speed tells from what was sent in the last 15 seconds how long the rest takes. */
export class Speed {
	#samples: { at: number; sent: number }[] = [];

	note(sent: number, at = Date.now()): void {
		this.#samples = this.#samples.filter((sample) => at - sample.at < windowMs);
		this.#samples.push({ at, sent });
	}

	/** secondsFor is how long so many bytes take; undefined while it cannot be told. */
	secondsFor(bytes: number): number | undefined {
		const [first, last] = [this.#samples[0], this.#samples.at(-1)];
		if (!first || !last || last.at - first.at < 1000 || last.sent <= first.sent) return undefined;
		return (bytes * (last.at - first.at)) / (last.sent - first.sent) / 1000;
	}

	/** forget begins again, after a pause. */
	forget(): void {
		this.#samples = [];
	}
}
