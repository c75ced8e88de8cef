/** GapPlace is where a gap is in a text: its number, from 1, and an empty element that stands there. */
export interface GapPlace {
	number: number;
	element: HTMLElement;
}

/**
 * openGaps puts an empty element in the place of each "[[1]]" of a text. Only text is changed, never markup, so that
 * what the server has sanitised stays so.
 */
export function openGaps(root: Node): GapPlace[] {
	const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	const texts: Text[] = [];
	while (walker.nextNode()) texts.push(walker.currentNode as Text);
	return texts.flatMap(open);
}

function open(text: Text): GapPlace[] {
	const hits = [...text.data.matchAll(/\[\[(\d+)\]\]/g)];
	// From behind, so that the places before stay where they are.
	return hits
		.reverse()
		.map((hit) => {
			const rest = text.splitText(hit.index);
			rest.data = rest.data.slice(hit[0].length);
			const element = document.createElement('span');
			rest.before(element);
			return { number: Number(hit[1]), element };
		})
		.reverse();
}
