import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { changeVideo, type Film } from './film';
import { lessonOf } from './lessons';

/** begin is the button that starts the video, with what it weighs. */
export const begin = (page: Page) => page.getByRole('button', { name: /MB, dài/ });
export const secondOf = (page: Page) =>
	page.evaluate(() => document.querySelector('video')?.currentTime ?? -1);

/** takeWatched answers for the server, so that no other story finds this film among what its learner has watched. */
async function takeWatched(page: Page): Promise<void> {
	const missing = [{ fromMs: 3000, toMs: 117_000 }];
	await page.route('**/playback', (route) => route.fulfill({ json: { playbackId: randomUUID() } }));
	await page.route('**/watch', (route) =>
		route.fulfill({ json: { watchedMs: 3000, positionMs: 3000, state: 'started', missing } })
	);
}

/** openFilm opens a lesson whose video has every quality; the names of the files that it asks for are returned. */
export async function openFilm(
	page: Page,
	film: Film,
	change: Record<string, unknown> = {}
): Promise<string[]> {
	const asked: string[] = [];
	page.on('request', (request) => {
		const [, name] = /\/media\/film\/(.+)/.exec(request.url()) ?? [];
		if (name) asked.push(name);
	});
	await takeWatched(page);
	await changeVideo(page, { ...film.video, positionMs: 0, ...change });
	await page.goto(await lessonOf(page, 'video'));
	await begin(page).waitFor();
	return asked;
}

/** plays waits until the picture moves on by so many seconds. */
export async function plays(page: Page, seconds = 1): Promise<void> {
	const from = await secondOf(page);
	await page.waitForFunction(
		(until) => (document.querySelector('video')?.currentTime ?? 0) > until,
		from + seconds,
		{ timeout: 30_000 }
	);
}

/** isNear waits until the picture stands within two seconds of a moment. */
export async function isNear(page: Page, second: number): Promise<void> {
	await page.waitForFunction(
		(wanted) => Math.abs((document.querySelector('video')?.currentTime ?? -9) - wanted) < 2,
		second,
		{ timeout: 30_000 }
	);
}
