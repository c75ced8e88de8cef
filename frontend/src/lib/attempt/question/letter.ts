/** letter numbers the parts of a case study: a, b, c. */
export function letter(index: number): string {
	return String.fromCharCode('a'.charCodeAt(0) + index);
}
