/** Piece is a run of words that both texts have, or only the older or the newer one. */
export interface Piece {
	text: string;
	in: 'both' | 'old' | 'new';
}

/** The longest texts that are compared word by word; of longer ones the whole is told. */
const mostWords = 1500;

/** A word keeps the space behind it, which tells no words apart. */
const wordsOf = (text: string) => text.match(/\S+\s*/g) ?? [];
const same = (a: string, b: string) => a.trimEnd() === b.trimEnd();

/** compare says which words were taken out and which came in: what stays is a longest common subsequence. */
export function compare(older: string, newer: string): Piece[] {
	const a = wordsOf(older);
	const b = wordsOf(newer);
	if (older === newer) return older ? [{ text: older, in: 'both' }] : [];
	if (a.length > mostWords || b.length > mostWords) {
		return joined([
			{ text: older, in: 'old' },
			{ text: newer, in: 'new' }
		]);
	}
	return joined(walk(a, b, lengths(a, b)));
}

/** lengths[i][j] is how many words the rests of both texts have in common from i and j on. */
function lengths(a: string[], b: string[]): Uint16Array[] {
	const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
	for (let i = a.length - 1; i >= 0; i--) {
		for (let j = b.length - 1; j >= 0; j--) {
			rows[i]![j] = same(a[i]!, b[j]!)
				? rows[i + 1]![j + 1]! + 1
				: Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!);
		}
	}
	return rows;
}

function walk(a: string[], b: string[], common: Uint16Array[]): Piece[] {
	const pieces: Piece[] = [];
	let i = 0;
	let j = 0;
	while (i < a.length || j < b.length) {
		if (i < a.length && j < b.length && same(a[i]!, b[j]!)) {
			pieces.push({ text: b[j++]!, in: 'both' });
			i++;
		} else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
			pieces.push({ text: a[i++]!, in: 'old' });
		} else {
			pieces.push({ text: b[j++]!, in: 'new' });
		}
	}
	return pieces;
}

/** joined puts neighbours of one kind together. */
function joined(pieces: Piece[]): Piece[] {
	const list: Piece[] = [];
	for (const piece of pieces) {
		const last = list.at(-1);
		if (last?.in === piece.in) last.text += piece.text;
		else if (piece.text) list.push({ ...piece });
	}
	return list;
}
