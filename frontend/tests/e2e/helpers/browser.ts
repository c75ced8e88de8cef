import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
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

export function openBrowser(...more: string[]): Promise<Browser> {
	const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
	return chromium.launch({ executablePath, args: [...flags, ...more] });
}

/** openLargeTextBrowser is the browser of a reader who set its text to twice the size. */
export function openLargeTextBrowser(): Promise<Browser> {
	return openBrowser('--blink-settings=defaultFontSize=32,defaultFixedFontSize=26');
}

/** openOldestBrowser starts Chromium 109, the oldest that we promise to serve, out of its npm package. */
export async function openOldestBrowser(): Promise<Browser> {
	const cache = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));
	const executablePath = join(cache, 'chromium-109');
	if (!existsSync(executablePath)) {
		const packed = createRequire(import.meta.url).resolve('@sparticuz/chromium/bin/chromium.br');
		mkdirSync(cache, { recursive: true });
		const partial = `${executablePath}.${process.pid}`;
		await pipeline(
			createReadStream(packed),
			createBrotliDecompress(),
			createWriteStream(partial, { mode: 0o755 })
		);
		renameSync(partial, executablePath);
	}
	return chromium.launch({ executablePath, args: flags });
}

/** Line is a connection as the browser's developer tools make it. */
export interface Line {
	kilobits: number;
	latencyMs: number;
}

/** slow gives the page a slow connection and, when wanted, a processor that is `cpu` times slower. */
export async function slow(page: Page, { kilobits, latencyMs }: Line, cpu = 1): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	const throughput = (kilobits * 1000) / 8;
	await devtools.send('Network.enable');
	await devtools.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: latencyMs,
		downloadThroughput: throughput,
		uploadThroughput: throughput
	});
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
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

/** settled waits until colours and places no longer change; what turns for ever, such as a spinner, is left out. */
async function settled(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const ending = document
			.getAnimations()
			.filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(ending.map((one) => one.finished));
	});
}

/** accessible runs axe on what is on screen, once it is settled, and fails with the rule and the element. */
export async function accessible(page: Page): Promise<void> {
	await settled(page);
	await page.evaluate(() => scrollTo(0, 0)); // nothing lies half below the bar
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
