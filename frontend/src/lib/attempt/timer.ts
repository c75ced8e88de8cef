/** ServerClock follows the server's time by a clock of this device that nobody can set back. */
export class ServerClock {
	#serverMs = 0;
	#seenAt = 0;

	sync(serverNow: string, seenAt = performance.now()): void {
		this.#serverMs = Date.parse(serverNow);
		this.#seenAt = seenAt;
	}

	now(at = performance.now()): number {
		return this.#serverMs + (at - this.#seenAt);
	}
}

/** remaining writes the time left as "29:05", or "1:00:00" from an hour up. */
export function remaining(ms: number): string {
	const seconds = Math.max(0, Math.ceil(ms / 1000));
	const two = (value: number) => String(value).padStart(2, '0');
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
	return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

const announced = [10, 5, 1];

/** announcement gives the minutes to speak when the time left passes from one reading to the next, else nothing. */
export function announcement(beforeMs: number, nowMs: number): number | undefined {
	return announced.find((minutes) => beforeMs > minutes * 60_000 && nowMs <= minutes * 60_000);
}
