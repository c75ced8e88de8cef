/** How many digits so many bytes take: seven bytes seventeen, and no two lengths the same. */
const digitsFor = [0, 3, 5, 8, 10, 13, 15, 17];
const groupBytes = digitsFor.length - 1;

/** fromDigits reads bytes that were written as decimal digits; null for anything else. */
export function fromDigits(text: string): Uint8Array | null {
	if (!/^[0-9]*$/.test(text)) return null;
	const bytes: number[] = [];
	for (let at = 0; at < text.length;) {
		let n = groupBytes;
		while (text.length - at < digitsFor[n]!) n--;
		const width = digitsFor[n]!;
		const number = BigInt(text.slice(at, at + width) || '0');
		at += width;
		const more = n < groupBytes && at < text.length;
		if (n === 0 || more || number >> BigInt(8 * n)) return null;
		for (let shift = 8 * (n - 1); shift >= 0; shift -= 8)
			bytes.push(Number((number >> BigInt(shift)) & 255n));
	}
	return Uint8Array.from(bytes);
}
