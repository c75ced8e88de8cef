/** In place of the package url-parse, which tus-js-client asks for: every browser of ours has its own URL. */
export default class {
	readonly #url: URL;

	constructor(link: string, base: string) {
		this.#url = new URL(link, base);
	}

	toString(): string {
		return this.#url.href;
	}
}
