import type { Range } from '$lib/api/wire';

/** toleranceMs: players land a little off, and credit is cut by whole seconds. */
const toleranceMs = 1500;

/** without takes ranges out of stretches; both in order or not. */
export function without(stretches: Range[], taken: Range[]): Range[] {
	let left = stretches;
	for (const { fromMs, toMs } of taken) {
		left = left.flatMap((one) =>
			[
				{ fromMs: one.fromMs, toMs: Math.min(one.toMs, fromMs) },
				{ fromMs: Math.max(one.fromMs, toMs), toMs: one.toMs }
			].filter((part) => part.toMs > part.fromMs)
		);
	}
	return left;
}

/** watchedOf is what is not missing of a video. */
export function watchedOf(missing: Range[], durationMs: number): Range[] {
	return without([{ fromMs: 0, toMs: durationMs }], missing);
}

/** reachOf is the first moment that was not watched: nobody may jump beyond it where skipping is not allowed. */
export function reachOf(missing: Range[]): number {
	return Math.min(Infinity, ...missing.map(({ fromMs }) => fromMs));
}

/** mayJump tells whether a moment may be visited without skipping anything: up to the reach, or in a watched part. */
export function mayJump(toMs: number, missing: Range[]): boolean {
	if (toMs <= reachOf(missing) + toleranceMs) return true;
	return !missing.some((gap) => toMs >= gap.fromMs && toMs < gap.toMs);
}
