/** written is hundredths as people write them: 150 is 1,5. */
export const written = (hundredths: number): string => String(hundredths / 100).replace('.', ',');

/** read is what somebody typed, with a comma or a point, in hundredths; undefined when it is no number. */
export function read(typed: string): number | undefined {
	const plain = typed.trim().replace(',', '.');
	return /^-?\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : undefined;
}
