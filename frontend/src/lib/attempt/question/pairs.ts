/** none stands for a prompt without an option. */
export const none = -1;

/** pairOf gives the option that was found for the prompt at a place, or none. */
export function pairOf(pairs: number[] | undefined, place: number): number {
	return pairs?.[place] ?? none;
}

/** withPair is the answer after an option was found for the prompt at a place of `count`. */
export function withPair(
	pairs: number[] | undefined,
	count: number,
	place: number,
	option: number
): number[] {
	return Array.from({ length: count }, (_, at) => (at === place ? option : pairOf(pairs, at)));
}
