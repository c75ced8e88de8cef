import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, inject, test } from 'vitest';
import { openBrowser, visit, type Visit } from './browser';
import { plainly, type Front } from './tls';

export interface Stage extends Visit {
	/** newVisit opens another browser window of a stranger, closed with the story. */
	newVisit: (options?: BrowserContextOptions) => Promise<Visit>;
}

/**
 * stories gives `story`, which runs one story in a browser of its own on the file's server
 * and fails it when the browser complained of anything.
 */
export function stories(launch: () => Promise<Browser> = () => openBrowser(), reach = plainly) {
	let browser: Browser;
	let front: Front;

	beforeAll(async () => {
		browser = await launch();
		front = await reach(inject('baseURL'));
	});
	afterAll(async () => {
		await browser?.close();
		await front?.close();
	});

	return (name: string, run: (stage: Stage) => Promise<void>, options?: BrowserContextOptions) =>
		test(name, async () => {
			const visits: Visit[] = [];
			const open = async (wanted?: BrowserContextOptions) => {
				const opened = await visit(browser, front.baseURL, wanted);
				visits.push(opened);
				return opened;
			};
			const first = await open(options);
			try {
				await run({ ...first, newVisit: open });
				for (const one of visits) one.clean();
			} catch (error) {
				await picture(visits, name);
				throw error;
			} finally {
				for (const one of visits) await one.close();
			}
		});
}

/** picture keeps what was on screen when a story failed, in the folder E2E_PICTURES. */
async function picture(visits: Visit[], name: string): Promise<void> {
	const folder = process.env.E2E_PICTURES;
	if (!folder) return;
	for (const [index, { page }] of visits.entries())
		await page
			.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}-${index}.png`) })
			.catch(() => {});
}

/** signIn goes through the form as a person does; demonstration accounts share one form of password. */
export async function signIn(page: Page, username: string, password = `${username}-mau-138`): Promise<void> {
	await page.goto('/dang-nhap');
	await page.getByLabel('Tên đăng nhập').fill(username);
	await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
	await page.waitForURL((url) => url.pathname !== '/dang-nhap');
}

/** pick types into a combobox and picks the first option of a name. */
export async function pick(at: Page | Locator, label: string, query: string, name: RegExp): Promise<void> {
	await at.getByRole('combobox', { name: label, exact: true }).fill(query);
	await at.getByRole('listbox').getByRole('option', { name }).first().click();
}
