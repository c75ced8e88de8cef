/** plain is the text of the server's HTML, for where no markup can stand: a list of a select, a spoken name. */
export function plain(html: string): string {
	const page = new DOMParser().parseFromString(html, 'text/html');
	return (page.body.textContent ?? '').replace(/\s+/g, ' ').trim();
}
