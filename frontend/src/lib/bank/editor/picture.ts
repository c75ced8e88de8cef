/** Mark is a picture in a text, ![what it shows](media:file), from one character to another. */
export interface Mark {
	file: string;
	alt: string;
	from: number;
	to: number;
}

/** mostBytes is how large a picture may be as it is sent. */
export const mostBytes = 5 * 2 ** 20;
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'];

const marks = /!\[((?:\\.|[^\]\\])*)\]\(media:([^)\s]+)\)/g;

/** marksIn are the pictures of a text in their order. */
export function marksIn(text: string): Mark[] {
	return [...text.matchAll(marks)].map(({ 0: whole, 1: alt = '', 2: file = '', index }) => ({
		file,
		alt: alt.replace(/\\([!-/:-@[-`{-~])/g, '$1'),
		from: index,
		to: index + whole.length
	}));
}

/** written is the mark of a picture, in which nothing of its description is a mark of its own. */
export function written(file: string, alt: string): string {
	const words = alt.trim().replace(/\s+/g, ' ');
	return `![${words.replace(/[\\[\]*_`<&]/g, '\\$&')}](media:${file})`;
}

/** hasWords tells whether a text says anything beside its pictures. */
export const hasWords = (text: string): boolean => text.replace(marks, '').trim() !== '';

/** placed is a text with something in place of what stands from one character to another, as a paragraph or among words. */
export function placed(text: string, from: number, to: number, mark: string, block: boolean): string {
	const parts = [text.slice(0, from).trimEnd(), mark, text.slice(to).trimStart()];
	return parts.filter(Boolean).join(block ? '\n\n' : ' ');
}

/** replaced is a text with another mark in place of one. */
export const replaced = (text: string, { from, to }: Mark, mark: string): string =>
	text.slice(0, from) + mark + text.slice(to);

/** pasted is the picture in a clipboard; whoever copies words from a document pastes the words, not their picture. */
export function pasted(data: DataTransfer | null): File | undefined {
	if (!data || data.types.includes('text/plain')) return undefined;
	return [...data.files].find(({ type }) => type.startsWith('image/'));
}
