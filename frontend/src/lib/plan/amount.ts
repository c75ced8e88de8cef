/** whole reads a whole number as people write it ("1.200", "1 200"); undefined when it is none. */
export function whole(text: string): number | undefined {
	const digits = text.replace(/[\s.,]/g, '');
	if (!/^\d{1,13}$/.test(digits)) return undefined;
	// Separators may only part thousands: "1,5" is no whole number.
	return /^\s*\d{1,3}([\s.,]\d{3})*\s*$|^\s*\d+\s*$/.test(text) ? Number(digits) : undefined;
}

/** hundredths reads a rate in percent with a comma or a point ("90", "90,5 %"); undefined when it is none. */
export function hundredths(text: string): number | undefined {
	const found = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text);
	if (!found) return undefined;
	return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
}
