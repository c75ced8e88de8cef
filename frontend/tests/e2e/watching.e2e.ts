import assert from 'node:assert/strict';
import type { Page, Response } from 'playwright-core';
import { accessible } from './helpers/browser';
import { lessonOf } from './helpers/lessons';
import { signIn, stories } from './helpers/story';

const story = stories();

const isWatch = (answer: Response) => answer.url().endsWith('/watch') && answer.ok();
const watchedMs = async (answer: Response) => ((await answer.json()) as { watchedMs: number }).watchedMs;

/** watchOn plays on until so many more seconds were shown. */
async function watchOn(page: Page, seconds: number): Promise<void> {
	const from = await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
	await page.waitForFunction(
		(until) => (document.querySelector('video')?.currentTime ?? 0) > until,
		from + seconds,
		{ timeout: 45_000 }
	);
}

/** creditOf is what the server has credited of the lesson on the page, in milliseconds. */
async function creditOf(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const [, enrollment, lesson] = /viec-hoc\/(.+)\/bai\/(.+)/.exec(location.pathname) ?? [];
		const answer = await fetch(`/api/v1/enrollments/${enrollment}/lessons/${lesson}`);
		return (await answer.json()).video.watchedMs;
	});
}

story('the first seconds of a video count, and a missing part is played by a press', async ({ page }) => {
	await signIn(page, 'hocsinh');
	await page.goto(await lessonOf(page, 'video', 'todo'));
	await page.getByRole('button', { name: /MB, dài/ }).click();
	await watchOn(page, 6);
	const sent = page.waitForResponse(isWatch);
	await page.getByRole('button', { name: 'Tạm dừng' }).click();
	const watched = await watchedMs(await sent);
	assert.ok(watched > 5500, `${watched} ms of six seconds count`);
	const gap = page.getByRole('button', { name: /^Phát đoạn còn thiếu 0:0[5-8]–/ });
	await page.getByRole('slider', { name: 'Vị trí' }).fill('60000');
	await gap.click();
	await page.getByRole('button', { name: 'Tạm dừng' }).waitFor();
	const at = await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
	assert.ok(at > 5 && at < 15, `plays from ${at} s`);
	await accessible(page);
});

story('what a closed tab could not send is sent by the next one', async ({ page }) => {
	await signIn(page, 'hocvien');
	const video = await lessonOf(page, 'video', 'todo'); // of one that was watched whole nothing more counts
	await page.goto(video);
	await page.getByRole('button', { name: /MB, dài/ }).waitFor();
	const before = await creditOf(page);
	await page.route('**/watch', (route) => route.abort());
	await page.getByRole('button', { name: /MB, dài/ }).click();
	await watchOn(page, 8);
	const next = await page.context().newPage();
	await page.close();

	const sent = next.waitForResponse(isWatch);
	await next.goto(video);
	const more = (await watchedMs(await sent)) - before;
	assert.ok(more > 5500, `${more} ms of eight seconds were kept`);
	await next.reload();
	await next.waitForLoadState('networkidle');
	const left = await next.evaluate(async () => {
		const opened = indexedDB.open('taphuan');
		const db = await new Promise<IDBDatabase>((resolve) => (opened.onsuccess = () => resolve(opened.result)));
		const all = db.transaction('watches').objectStore('watches').count();
		return new Promise((resolve) => (all.onsuccess = () => resolve(all.result)));
	});
	assert.equal(left, 0, 'nothing is kept that the server has');
});

story('who opens a video elsewhere is told here, and goes on here by a press', async ({ page }) => {
	await signIn(page, 'hocvien');
	const video = await lessonOf(page, 'video');
	await page.goto(video);
	await page.getByRole('button', { name: /MB, dài/ }).click();
	await watchOn(page, 3);
	const other = await page.context().newPage();
	await other.goto(video);
	await other.getByRole('button', { name: /MB, dài/ }).click();
	await watchOn(other, 1);

	await page.bringToFront();
	await page.getByText('Video đang được xem ở thiết bị hoặc thẻ khác').waitFor({ timeout: 30_000 });
	await page.getByRole('button', { name: 'Phát', exact: true }).waitFor();
	await accessible(page);
	await page.getByRole('button', { name: 'Xem tiếp ở đây' }).click();
	await page.getByRole('button', { name: 'Tạm dừng' }).waitFor();
	assert.equal(await page.getByText('Video đang được xem ở thiết bị hoặc thẻ khác').count(), 0);
	await other.getByText('Video đang được xem ở thiết bị hoặc thẻ khác').waitFor({ timeout: 30_000 });
});
