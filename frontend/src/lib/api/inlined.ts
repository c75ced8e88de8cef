/**
 * inlined takes the answer to a read that the server wrote into the page for visitors who are not signed in.
 * It is good once: who asks again wants to know what is true now.
 */
export function inlined(address: string): string | undefined {
	const found = document.querySelector(`script[data-answer=${JSON.stringify(address)}]`);
	found?.remove();
	return found?.textContent ?? undefined;
}
