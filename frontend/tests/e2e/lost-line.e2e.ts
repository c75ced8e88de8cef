import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { lessonOf } from './helpers/lessons';
import { signIn, stories } from './helpers/story';

const story = stories();

/** scriptsOf opens an address and lists the files of the program that it loads. */
async function scriptsOf(page: Page, path: string): Promise<Set<string>> {
	const found = new Set<string>();
	const note = (request: { url: () => string }) => void found.add(new URL(request.url()).pathname);
	page.on('request', note);
	await page.goto(path);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await page.waitForLoadState('networkidle');
	page.off('request', note);
	return new Set([...found].filter((file) => file.endsWith('.js')));
}

story('a part of a page that does not arrive can be asked for again', async ({ page, newVisit }) => {
	await signIn(page, 'hocvien');
	const video = await lessonOf(page, 'video');
	const known = await scriptsOf(page, await lessonOf(page, 'text'));
	const late = [...(await scriptsOf(page, video))].filter((file) => !known.has(file));
	assert.ok(late.length > 0, 'the player comes in a file of its own');

	const other = await newVisit();
	await signIn(other.page, 'hocvien');
	await other.page.route(
		({ pathname }) => late.includes(pathname),
		(route) => route.abort()
	);
	await other.page.goto(video);
	const again = other.page.getByRole('button', { name: 'Thử lại' });
	await again.waitFor();
	assert.equal(await other.page.getByRole('group', { name: 'Trình phát video' }).count(), 0);
	await other.page.unrouteAll();
	await again.click();
	await other.page.getByRole('group', { name: 'Trình phát video' }).waitFor();
	assert.equal(await again.count(), 0);
});

story(
	'a message is shown when nothing more can be loaded, and signing out works',
	async ({ page, newVisit }) => {
		await signIn((await newVisit()).page, 'hocvien');
		await signIn(page, 'hocvien');
		await page.goto('/tai-khoan');
		const other = page.getByRole('button', { name: /^Kết thúc(?! mọi)/ }).first();
		await other.waitFor();
		await page.waitForLoadState('networkidle');
		await page.context().setOffline(true);
		await other.click();
		await page.getByText('Không kết nối được máy chủ. Kiểm tra mạng rồi thử lại.').waitFor();
		await page.locator('summary').filter({ hasText: 'Lài' }).click();
		await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
		await page.getByText('Chưa báo được cho máy chủ').waitFor();
		await page.context().setOffline(false);
		await page.getByText('Đã đăng xuất cả trên máy chủ').waitFor();
	}
);

story('what is lost while a page loads is fetched again', async ({ page, newVisit }) => {
	const files = new Set<string>();
	page.on('request', (request) => files.add(new URL(request.url()).pathname));
	await page.goto('/dang-nhap');
	await page.waitForLoadState('networkidle');
	// nodes/1 is the page of errors, fetched ahead.
	const needed = [...files].filter((file) => /\.(css|js)$/.test(file) && !file.includes('/nodes/1.'));
	assert.ok(needed.some((file) => file.endsWith('.css')) && needed.length > 3, `${needed}`);

	for (const file of needed) {
		const other = await newVisit();
		let asked = 0;
		await other.page.route(
			({ pathname }) => pathname === file,
			(route) => (asked++ ? route.continue() : route.abort())
		);
		await other.page.goto('/dang-nhap');
		await other.page.waitForLoadState('networkidle');
		const again = other.page.getByRole('button', { name: 'Thử lại' });
		if (await again.isVisible()) {
			await other.page.getByRole('heading', { name: 'Không kết nối được máy chủ' }).last().waitFor();
			await again.click();
		}
		await other.page.waitForFunction(() => !/Times|^serif/.test(getComputedStyle(document.body).fontFamily));
		assert.ok(asked, `${file} was lost`);
		await signIn(other.page, 'hocvien');
		await other.page.getByRole('heading', { level: 1, name: 'Việc học của tôi' }).waitFor();
		await other.close();
	}
});
