/** fold makes texts comparable without accents and case; Unicode does not split đ, so that is done by hand. */
export function fold(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}
