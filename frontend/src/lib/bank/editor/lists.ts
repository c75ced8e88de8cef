import type { Part, Prompt } from './draft';

/** moved is a list with the entry at one place put at another. */
export function moved<T>(list: T[], from: number, to: number): T[] {
	const next = [...list];
	next.splice(to, 0, ...next.splice(from, 1));
	return next;
}

/** placeAfter tells where the entry at a place stands once another was moved. */
export function placeAfter(place: number, from: number, to: number): number {
	if (place === from) return to;
	if (from < place && place <= to) return place - 1;
	if (to <= place && place < from) return place + 1;
	return place;
}

/** matchesMoved keeps each prompt with its option when an option was moved. */
export function matchesMoved(prompts: Prompt[], from: number, to: number): void {
	for (const prompt of prompts) prompt.match = placeAfter(prompt.match, from, to);
}

/** matchesWithout keeps each prompt with its option when an option goes; its own prompts get the first one. */
export function matchesWithout(prompts: Prompt[], gone: number): void {
	for (const prompt of prompts) {
		if (prompt.match === gone) prompt.match = 0;
		else if (prompt.match > gone) prompt.match--;
	}
}

/** withGap puts the mark of a new gap at the end of a text that is there. */
export const withGap = (text: string, number: number): string =>
	text ? `${text.trimEnd()} [[${number}]]` : '';

/** withoutGap takes the mark of a gap out of a text and counts the ones behind it anew. */
export function withoutGap(text: string, gone: number): string {
	return text.replace(/ ?\[\[(\d+)\]\]/g, (mark, digits) => {
		const number = Number(digits);
		if (number === gone) return '';
		return number > gone ? mark.replace(digits, String(number - 1)) : mark;
	});
}

/** addGap gives a question one more gap, in both languages of its stem. */
export function addGap(part: Part, gap: Part['gaps'][number]): void {
	part.gaps.push(gap);
	part.stem.vi = withGap(part.stem.vi, part.gaps.length) || `[[${part.gaps.length}]]`;
	part.stem.en = withGap(part.stem.en, part.gaps.length);
}
