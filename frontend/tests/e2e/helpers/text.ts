import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** whole fails when a text is cut off, covered by another text, or outside the screen. */
export async function whole(page: Page): Promise<void> {
	const found = await page.evaluate(() => {
		const quote = (text: string | null) => (text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 60);
		const hidden = (element: Element) => {
			for (let at: Element | null = element; at; at = at.parentElement)
				if (getComputedStyle(at).clipPath === 'inset(50%)') return true;
			return false;
		};
		const shown = (element: Element) =>
			!hidden(element) &&
			element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
			!element.closest('.skip-link');
		const still = (element: Element) => {
			for (let at: Element | null = element; at; at = at.parentElement)
				if (/^(fixed|sticky)$/.test(getComputedStyle(at).position)) return false;
			return true;
		};
		const scrolls = (element: Element) => {
			// A row that is shown as a card has no reason to scroll.
			if (element.closest('tr:has(> [data-label])')) return false;
			for (let at: Element | null = element; at && at !== document.body; at = at.parentElement)
				if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
			return false;
		};
		// Of a list that scrolls in a box of its own, only what stands inside the box is on the screen.
		const onScreen = (element: Element, box: DOMRect) => {
			let { top, bottom } = box;
			for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
				if (!/auto|scroll/.test(getComputedStyle(at).overflowY)) continue;
				const frame = at.getBoundingClientRect();
				top = Math.max(top, frame.top);
				bottom = Math.min(bottom, frame.bottom);
			}
			return bottom - top < 2 ? undefined : new DOMRect(box.left, top, box.width, bottom - top);
		};
		const faults: string[] = [];
		const lines: { owner: Element; box: DOMRect }[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const owner = node.parentElement;
			if (!owner || !node.textContent?.trim() || !shown(owner)) continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			for (const box of range.getClientRects()) {
				if (box.width < 2) continue;
				if (!scrolls(owner) && (box.right > innerWidth + 1 || box.left < -1))
					faults.push(`outside the screen: ${quote(owner.textContent)}`);
				const seen = still(owner) && onScreen(owner, box);
				if (seen) lines.push({ owner, box: seen });
			}
		}
		for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
			const { overflowX, overflowY } = getComputedStyle(element);
			const cuts =
				(/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
				(/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
			if (cuts && element.clientWidth > 1 && element.textContent?.trim() && shown(element))
				faults.push(`cut off: ${quote(element.textContent)}`);
		}
		for (const [index, one] of lines.entries()) {
			for (const other of lines.slice(index + 1)) {
				if (one.owner === other.owner || one.owner.contains(other.owner) || other.owner.contains(one.owner))
					continue;
				const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
				// Line boxes are taller than letters, so neighbours may touch.
				const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
				if (across > 3 && down > Math.min(one.box.height, other.box.height) / 2)
					faults.push(
						`one over the other: ${quote(one.owner.textContent)} | ${quote(other.owner.textContent)}`
					);
			}
		}
		return [...new Set(faults)];
	});
	assert.deepEqual(found, [], `text on ${page.url()}`);
}
