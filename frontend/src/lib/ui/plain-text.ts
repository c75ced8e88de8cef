const blocks = /<\/(p|li|h\d|tr|blockquote|pre)>|<br>/g;

/** plainText is what a text of the server says, without its markup; a picture by its description. */
export function plainText(html: string): string {
	const spaced = html.replace(blocks, (tag) => `${tag} `);
	const body = new DOMParser().parseFromString(spaced, 'text/html').body;
	for (const picture of body.querySelectorAll('img')) picture.replaceWith(picture.alt && `[${picture.alt}]`);
	return (body.textContent ?? '').replace(/\s+/g, ' ').trim();
}
