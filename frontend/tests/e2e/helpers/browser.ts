import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

export function openBrowser(): Promise<Browser> {
	return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/** Visit is a page that remembers everything the browser complained of. */
export interface Visit {
	page: Page;
	/** expected lets one answer of the server pass that the story provokes, such as a wrong password. */
	expected: (status: number, path: RegExp) => void;
	/** clean fails on a policy message, a console error or an uncaught exception. */
	clean: () => void;
	close: () => Promise<void>;
}

export async function visit(
	browser: Browser,
	baseURL: string,
	options: BrowserContextOptions = {}
): Promise<Visit> {
	const context = await browser.newContext({
		baseURL,
		locale: 'vi-VN',
		timezoneId: 'Asia/Ho_Chi_Minh',
		viewport: { width: 1280, height: 900 },
		...options
	});
	const page = await context.newPage();
	page.setDefaultTimeout(15_000);
	const complaints: string[] = [];
	const allowed: { status: number; path: RegExp }[] = [];

	page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
	page.on('console', (message) => {
		const policy = /Content Security Policy|Content-Security-Policy/i.test(message.text());
		if (message.type() !== 'error' && !policy) return;
		// A refused request is judged below, by its status and address.
		if (/^Failed to load resource/.test(message.text())) return;
		complaints.push(`console: ${message.text()}`);
	});
	page.on('response', (response) => {
		if (response.status() < 400) return;
		const path = new URL(response.url()).pathname;
		if (allowed.some((entry) => entry.status === response.status() && entry.path.test(path))) return;
		complaints.push(`${response.status()} ${response.request().method()} ${path}`);
	});

	return {
		page,
		expected: (status, path) => void allowed.push({ status, path }),
		clean: () => assert.deepEqual(complaints, [], 'the browser complained'),
		close: () => context.close()
	};
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** accessible runs axe on what is on screen and fails with the rule and the element. */
export async function accessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
	const found = violations.flatMap(({ id, nodes }) =>
		nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`)
	);
	assert.deepEqual(found, [], `axe on ${page.url()}`);
}

/** fits fails when the page scrolls sideways. */
export async function fits(page: Page): Promise<void> {
	const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(over <= 0, `${page.url()} is ${over} px too wide`);
}
