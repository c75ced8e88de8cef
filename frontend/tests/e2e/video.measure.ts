import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { slow, type Line } from './helpers/browser';
import { byFilm, changeVideo, forget, makeFilm, restless, type Film } from './helpers/film';
import { lessonOf } from './helpers/lessons';
import { signIn, stories } from './helpers/story';

let film: Film;
beforeAll(() => void (film = makeFilm(restless)), 300_000);
afterAll(() => forget(film));

const measure = stories(
	undefined,
	byFilm(() => film)
);
const begin = (page: Page) => page.getByRole('button', { name: /MB, dài/ });

/** atStart opens a video lesson over a line, with a cold cache, before it is played. */
async function atStart(page: Page, line: Line): Promise<void> {
	await signIn(page, 'hocvien');
	await changeVideo(page, { ...film.video, positionMs: 0, durationMs: 60_000 });
	await page.goto(await lessonOf(page, 'video'));
	await begin(page).waitFor();
	await page.waitForLoadState('networkidle');
	await slow(page, line);
	await page.evaluate(() => {
		const video = document.querySelector('video')!;
		const seen = { pressedAt: 0, firstAt: 0, stalls: 0 };
		Object.assign(globalThis, { seen });
		addEventListener('click', () => (seen.pressedAt ||= performance.now()), true);
		video.requestVideoFrameCallback(() => (seen.firstAt = performance.now()));
		video.addEventListener('waiting', () => void (seen.firstAt && seen.stalls++));
	});
}

const seen = (page: Page) =>
	page.evaluate(() => {
		const { seen } = globalThis as unknown as {
			seen: { pressedAt: number; firstAt: number; stalls: number };
		};
		const { videoHeight = 0, currentTime = 0 } = document.querySelector('video') ?? {};
		const firstMs = Math.round(seen.firstAt - seen.pressedAt);
		return { firstMs, stalls: seen.stalls, videoHeight, currentTime };
	});

const isPast = (page: Page, second: number) =>
	page.waitForFunction((until) => (document.querySelector('video')?.currentTime ?? 0) > until, second, {
		timeout: 120_000
	});

measure('the first picture at 1.5 Mbit/s', async ({ page }) => {
	await atStart(page, { kilobits: 1500, latencyMs: 50 });
	await begin(page).click();
	await isPast(page, 1);
	console.log(`1.5 Mbit/s, 50 ms: first picture after ${(await seen(page)).firstMs} ms (goal 2000)`);
});

measure('thirty seconds at 300 kbit/s', async ({ page }) => {
	await atStart(page, { kilobits: 300, latencyMs: 100 });
	await begin(page).click();
	await isPast(page, 30);
	const { firstMs, stalls, videoHeight } = await seen(page);
	console.log(
		`300 kbit/s, 100 ms: first picture after ${firstMs} ms, then ${stalls} stalls in 30 s at ${videoHeight}p`
	);
});
