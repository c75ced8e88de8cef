import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { accessible, fits, openOldestBrowser } from './helpers/browser';
import { byFilm, changeVideo, forget, makeFilm, type Film } from './helpers/film';
import { lessonOf } from './helpers/lessons';
import { signIn, stories } from './helpers/story';
import { byTLS } from './helpers/tls';

let film: Film;
beforeAll(() => void (film = makeFilm()), 120_000);
afterAll(() => forget(film));

const beside = byFilm(() => film);
const story = stories(undefined, beside);
const oldStory = stories(openOldestBrowser, async (baseURL) => {
	const inner = await beside(baseURL);
	const outer = await byTLS(inner.baseURL);
	return { ...outer, close: () => outer.close().then(inner.close) };
});
const phone = { viewport: { width: 360, height: 740 } };

const begin = (page: Page) => page.getByRole('button', { name: /MB, dài/ });
const secondOf = (page: Page) => page.evaluate(() => document.querySelector('video')?.currentTime ?? -1);

/** takeWatched answers for the server, so that no other story finds this film among what its learner has watched. */
async function takeWatched(page: Page): Promise<void> {
	const missing = [{ fromMs: 3000, toMs: 117_000 }];
	await page.route('**/playback', (route) => route.fulfill({ json: { playbackId: question.id } }));
	await page.route('**/watch', (route) =>
		route.fulfill({ json: { watchedMs: 3000, positionMs: 3000, state: 'started', missing } })
	);
}

/** openFilm opens a lesson whose video has every quality; the names of the files that it asks for are returned. */
async function openFilm(page: Page, change: Record<string, unknown> = {}): Promise<string[]> {
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
async function plays(page: Page, seconds = 1): Promise<void> {
	const from = await secondOf(page);
	await page.waitForFunction(
		(until) => (document.querySelector('video')?.currentTime ?? 0) > until,
		from + seconds,
		{ timeout: 30_000 }
	);
}

/** isNear waits until the picture stands within two seconds of a moment. */
async function isNear(page: Page, second: number): Promise<void> {
	await page.waitForFunction(
		(wanted) => Math.abs((document.querySelector('video')?.currentTime ?? -9) - wanted) < 2,
		second,
		{ timeout: 30_000 }
	);
}

story('a quality or the sound alone is chosen, weighed and remembered', async ({ page }) => {
	await signIn(page, 'hocvien');
	const asked = await openFilm(page);
	await page.getByRole('button', { name: /Tự động · nhiều nhất .* MB, dài/ }).waitFor();
	await page.getByRole('button', { name: 'Chất lượng và dữ liệu' }).click();
	const menu = page.getByRole('dialog', { name: 'Cài đặt video' });
	await menu.getByRole('radio', { name: /^240p · 1,\d MB$/ }).check();
	await accessible(page);
	await menu.getByRole('button', { name: 'Đóng' }).click();
	await page.getByRole('button', { name: /240p · 1,\d MB, dài/ }).waitFor();
	assert.deepEqual(asked, ['poster.jpg'], 'nothing of the video is loaded before it is asked for');

	await begin(page).click();
	await plays(page, 2);
	assert.ok(
		!asked.some((name) => /^(360p|720p|audio)\.mp4/.test(name)),
		`only 240p is loaded: ${asked.join(' ')}`
	);
	assert.equal(await page.evaluate(() => document.querySelector('video')?.videoHeight), 240);

	const before = await secondOf(page);
	await page.getByRole('button', { name: 'Cài đặt video' }).click();
	await menu.getByRole('radio', { name: /^Chỉ nghe · 0,\d MB$/ }).check();
	await menu.getByRole('button', { name: 'Đóng' }).click();
	await page.getByText('Đang phát tiếng, không tải hình').waitFor();
	const sent = page.waitForRequest((request) => request.url().endsWith('/watch'));
	await plays(page, 3);
	assert.ok((await secondOf(page)) >= before, 'it goes on where it was');
	await page.getByRole('button', { name: 'Tạm dừng' }).click();
	const { segments } = (await sent).postDataJSON() as { segments: { toMs: number }[] };
	assert.ok(
		segments.some(({ toMs }) => toMs > before * 1000),
		'what is heard is sent as what is seen'
	);
	await accessible(page);

	await page.reload();
	await page.getByRole('button', { name: /Chỉ nghe · 0,\d MB, dài/ }).waitFor();
	await page.getByRole('button', { name: 'Chất lượng và dữ liệu' }).click();
	await menu.getByRole('radio', { name: /^720p/ }).check();
	await menu.getByRole('checkbox', { name: 'Tiết kiệm dữ liệu' }).check();
	assert.equal(await menu.getByRole('radio', { name: /^720p/ }).count(), 0);
	await menu.getByRole('button', { name: 'Đóng' }).click();
	await page.getByRole('button', { name: /360p · .* MB, dài .* Đang tiết kiệm dữ liệu/ }).waitFor();
});

story('the player is led by the keyboard alone', async ({ page }) => {
	await signIn(page, 'hocvien');
	await openFilm(page);
	await begin(page).focus();
	await page.keyboard.press('Enter');
	await plays(page);
	await page.getByRole('group', { name: 'Trình phát video' }).focus();
	await page.keyboard.press('k');
	await page.getByRole('button', { name: 'Phát', exact: true }).waitFor();
	const from = await secondOf(page);
	await page.keyboard.press('l');
	await isNear(page, from + 10);
	await page.getByText(/^Đã nhảy đến 0:1\d$/).waitFor({ state: 'attached' });
	await page.keyboard.press('ArrowLeft');
	await isNear(page, from + 5);
	await page.keyboard.press('5');
	await isNear(page, 58);
	await page.keyboard.press('>');
	assert.equal(await page.evaluate(() => document.querySelector('video')?.playbackRate), 1.25);
	const captions = page.getByRole('button', { name: 'Phụ đề' });
	assert.equal(await captions.getAttribute('aria-pressed'), 'true');
	await page.keyboard.press('c');
	assert.equal(await captions.getAttribute('aria-pressed'), 'false');
	const muted = () => page.evaluate(() => document.querySelector('video')?.muted);
	const before = await muted();
	await page.keyboard.press('m');
	assert.notEqual(await muted(), before);

	await page.keyboard.press('?');
	const menu = page.getByRole('dialog', { name: 'Cài đặt video' });
	await menu.getByText('Phím cách, K').waitFor();
	await accessible(page);
	await page.keyboard.press('Escape');
	await menu.waitFor({ state: 'hidden' });

	const slider = page.getByRole('slider', { name: 'Vị trí' });
	await slider.focus();
	assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^\d+ giây trên 1 phút \d+ giây \d+\. /);
	const named: string[] = [];
	for (let press = 0; press < 5; press++) {
		await page.keyboard.press('Tab');
		named.push(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''));
	}
	assert.deepEqual(named.slice(1), ['Phụ đề', 'Cài đặt video', 'Cửa sổ nhỏ', 'Toàn màn hình']);

	await page.getByRole('searchbox', { name: 'Tìm trong lời thoại' }).focus();
	await page.keyboard.type('k');
	await page.getByRole('button', { name: 'Phát', exact: true }).waitFor();
});

story(
	'the transcript is searched without accents, leads to the second and follows inside its box',
	async ({ page }) => {
		await signIn(page, 'hocvien');
		const asked = await openFilm(page);
		const search = page.getByRole('searchbox', { name: 'Tìm trong lời thoại' });
		await search.fill('ke lua dao');
		const count = page.getByRole('search').getByRole('status');
		await page.waitForFunction(() =>
			/^1\/\d/.test(document.querySelector('[role=search] [role=status]')?.textContent ?? '')
		);
		assert.equal(await page.locator('mark').first().textContent(), 'Kẻ lừa đảo');
		assert.deepEqual(asked, ['poster.jpg'], 'reading loads nothing of the video');
		await search.fill('thu');
		await page.getByRole('button', { name: 'Chỗ tiếp' }).click();
		assert.match((await count.textContent()) ?? '', /^2\/\d+$/);
		await page.getByRole('button', { name: 'Chỗ trước' }).click();
		await page.getByRole('button', { name: 'Chỗ trước' }).click();
		assert.match((await count.textContent()) ?? '', /^(\d+)\/\1$/);
		await search.fill('zzz');
		await page.getByText('Không thấy').waitFor();
		await search.fill('');
		await accessible(page);

		const lines = page.getByRole('group', { name: 'Theo video' });
		const line = lines.getByRole('button', { name: /^Phát từ 0:12: Kẻ lừa đảo/ });
		await line.click();
		await isNear(page, 13);
		await page.waitForFunction(() =>
			document
				.querySelector('[role=group] li button[aria-current]')
				?.getAttribute('aria-label')
				?.startsWith('Phát từ 0:1')
		);
		await line.focus();
		await page.keyboard.press('ArrowDown');
		assert.match(
			(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) ?? '',
			/^Phát từ 0:14: /
		);
		await page.getByRole('slider', { name: 'Vị trí' }).focus();
		const top = await page.evaluate(() => scrollY);
		await page.keyboard.press('8');
		await page.waitForFunction(
			() => (document.querySelector('li[class*=current]')?.parentElement?.parentElement?.scrollTop ?? 0) > 100
		);
		assert.equal(await page.evaluate(() => scrollY), top, 'the page stays where it is');
	}
);

story('chapters come from the headings and lead to their moment', async ({ page }) => {
	await signIn(page, 'hocvien');
	await openFilm(page);
	await page.getByText(/^Các mục trong video \(11\)/).click();
	await accessible(page);
	await page.getByRole('button', { name: /^0:12 2\. / }).click();
	await isNear(page, 13);
	const current = page.getByRole('button', { name: /^0:12 2\. / });
	assert.equal(await current.getAttribute('aria-current'), 'true');
	const slider = page.getByRole('slider', { name: 'Vị trí' });
	assert.match((await slider.getAttribute('aria-valuetext')) ?? '', / 2\. /);
});

story(
	'where nothing may be skipped, a jump ahead is refused and says where one may go',
	async ({ page }) => {
		await signIn(page, 'hocvien');
		await openFilm(page, {
			allowSkip: false,
			missing: [{ fromMs: 5000, toMs: 117_000 }],
			positionMs: 60_000
		});
		await page.getByRole('button', { name: /^Xem tiếp từ 0:05/ }).waitFor();
		await begin(page).click();
		await plays(page, 3);
		const slider = page.getByRole('slider', { name: 'Vị trí' });
		await slider.fill('60000');
		await page.getByText(/^Bài này cần xem lần lượt\. Có thể xem tiếp từ 0:0\d/).waitFor();
		assert.ok((await secondOf(page)) < 20);
		assert.ok(Number(await slider.inputValue()) < 20_000, 'the slider goes back');
		await accessible(page);
		await page.evaluate(() => (document.querySelector('video')!.currentTime = 100)); // as a media key does
		await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 100) < 90);
		await slider.focus();
		await page.keyboard.press('0');
		await isNear(page, 0);
		assert.equal(await page.getByText('Bài này cần xem lần lượt').count(), 0);
	},
	phone
);

const question = {
	id: '01890000-0000-7000-8000-000000000001',
	atMs: 3000,
	solved: false,
	type: 'single',
	stemHtml: 'Thư nào đáng ngờ?',
	options: [
		{ index: 0, html: 'Thư mời họp của văn phòng' },
		{ index: 1, html: 'Thư giục nhập mật khẩu ngay' }
	]
};

async function judge(page: Page): Promise<void> {
	await page.route('**/questions/*/answer', (route) => {
		const { choices } = route.request().postDataJSON() as { choices: number[] };
		const correct = choices[0] === 1;
		const options = [
			{ index: 0, correct: false, chosen: !correct, explainHtml: 'Thư mời không đòi gì.' },
			{ index: 1, correct: true, chosen: correct, explainHtml: 'Thư thật không giục.' }
		].filter(({ chosen }) => chosen);
		return route.fulfill({ json: { correct, explainHtml: 'Hãy nhìn lời giục.', options, solved: correct } });
	});
}

story(
	'a question stops the video until it is answered or left, and a solved one does not stop it again',
	async ({ page, expected }) => {
		await signIn(page, 'hocvien');
		await openFilm(page, { questions: [question] });
		await judge(page);
		await begin(page).click();
		const panel = page.getByRole('region', { name: 'Câu hỏi tại 0:03' });
		await panel.waitFor();
		await page.getByRole('button', { name: 'Phát', exact: true }).waitFor();
		await accessible(page);
		await panel.getByRole('radio', { name: 'Thư mời họp của văn phòng' }).check();
		await panel.getByRole('button', { name: 'Trả lời', exact: true }).click();
		await panel.getByText('Chưa đúng', { exact: true }).waitFor();
		await panel.getByText('Thư mời không đòi gì.').waitFor();
		await panel.getByRole('button', { name: 'Trả lời lại' }).click();
		await panel.getByRole('button', { name: 'Bỏ qua' }).click();
		await plays(page);

		await page.getByRole('group', { name: 'Trình phát video' }).focus();
		await page.keyboard.press('0');
		await panel.waitFor();
		await panel.getByRole('radio', { name: 'Thư giục nhập mật khẩu ngay' }).check();
		await panel.getByRole('button', { name: 'Trả lời', exact: true }).click();
		await panel.getByText('Đúng rồi').waitFor();
		await accessible(page);
		await panel.getByRole('button', { name: 'Xem tiếp' }).click();
		await plays(page);
		await page.keyboard.press('0');
		await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 9) < 2);
		await plays(page, 4);
		assert.equal(await panel.count(), 0);

		await page.route('**/done', (route) =>
			route.fulfill({
				status: 409,
				contentType: 'application/problem+json',
				body: JSON.stringify({
					code: 'lesson.self_check_open',
					detail: 'Hãy trả lời đúng các câu hỏi rồi hoàn thành.'
				})
			})
		);
		expected(409, /\/done$/);
		await page.getByRole('tab', { name: 'Đọc thay cho xem' }).click();
		await page.getByText('Thư nào đáng ngờ?').waitFor();
		await page.getByText('Đã trả lời đúng').waitFor();
		await page.getByRole('button', { name: 'Tôi đã đọc' }).click();
		await page.getByText('Hãy trả lời đúng các câu hỏi rồi hoàn thành.').waitFor();
		await accessible(page);
	},
	phone
);

story(
	'"only by Wi-Fi" asks before mobile data is used',
	async ({ page }) => {
		await page.addInitScript(() =>
			Object.defineProperty(navigator, 'connection', {
				value: Object.assign(new EventTarget(), { type: 'cellular' })
			})
		);
		await signIn(page, 'hocvien');
		const asked = await openFilm(page);
		await page.getByRole('button', { name: 'Chất lượng và dữ liệu' }).click();
		const menu = page.getByRole('dialog', { name: 'Cài đặt video' });
		await menu.getByRole('checkbox', { name: 'Chỉ tải khi có Wi-Fi' }).check();
		await menu.getByText('trang sẽ hỏi trước khi tải video').waitFor();
		await menu.getByRole('radio', { name: /^360p/ }).check();
		await menu.getByRole('button', { name: 'Đóng' }).click();

		await begin(page).click();
		await page.getByText(/^Đang dùng dữ liệu di động\. Video này khoảng \d,\d MB\.$/).waitFor();
		await accessible(page);
		await fits(page);
		await page.getByRole('button', { name: 'Để sau' }).click();
		await begin(page).click();
		assert.ok(!asked.some((name) => /m3u8|mp4/.test(name)), 'nothing was loaded');
		await page.getByRole('button', { name: 'Xem lần này' }).click();
		await plays(page);
	},
	phone
);

story('who leaves the Wi-Fi while watching is asked, and nothing more is loaded', async ({ page }) => {
	await page.addInitScript(() => {
		localStorage.setItem('player.wifiOnly', '1');
		Object.defineProperty(navigator, 'connection', {
			value: Object.assign(new EventTarget(), { type: 'wifi' })
		});
	});
	await signIn(page, 'hocvien');
	await openFilm(page);
	await begin(page).click();
	await plays(page);
	await page.evaluate(() => {
		const { connection } = navigator as unknown as { connection: EventTarget & { type: string } };
		connection.type = 'cellular';
		connection.dispatchEvent(new Event('change'));
	});
	const asks = page.getByText(/^Đang dùng dữ liệu di động\./);
	await asks.waitFor();
	await page.getByRole('button', { name: 'Để sau' }).click();
	await page.getByRole('button', { name: 'Phát', exact: true }).click();
	await asks.waitFor();
	await page.getByRole('button', { name: 'Xem lần này' }).click();
	await plays(page);
});

story(
	'an address that no longer works is read anew, and the video goes on where it was',
	async ({ page, expected }) => {
		await signIn(page, 'hocvien');
		await page.addInitScript(() => localStorage.setItem('player.quality', '240p'));
		await openFilm(page);
		await begin(page).click();
		await plays(page, 2);
		let readAnew = 0;
		page.on('request', (request) => {
			if (/\/lessons\/[^/]+$/.test(request.url())) readAnew++;
		});
		await page.route('**/240p.mp4', (route) =>
			readAnew ? route.fallback() : route.fulfill({ status: 403 })
		);
		expected(403, /240p\.mp4$/);
		await page.getByRole('slider', { name: 'Vị trí' }).fill('90000');
		await isNear(page, 91);
		await plays(page);
		assert.equal(readAnew, 1);
	}
);

story('where the stream cannot be played, the whole file is', async ({ page, expected }) => {
	await signIn(page, 'hocvien');
	const asked = await openFilm(page);
	await page.route('**/master.m3u8', (route) => route.fulfill({ status: 404 }));
	expected(404, /master\.m3u8$/);
	await begin(page).click();
	await plays(page, 2);
	assert.ok(asked.includes('whole.mp4'));
});

oldStory(
	'the oldest browser plays a stream by its smallest picture first',
	async ({ page }) => {
		assert.match(page.context().browser()?.version() ?? '', /^109\./);
		await signIn(page, 'hocvien');
		const asked = await openFilm(page);
		await begin(page).click();
		await plays(page, 2);
		const [first] = asked.filter((name) => name.endsWith('.mp4'));
		assert.equal(first, '240p.mp4');
		await fits(page);
		const bar = await page.evaluate(
			() => document.querySelector('.controls')?.getBoundingClientRect().height
		);
		assert.ok((bar ?? 999) < 120, `the bar has at most two lines on a phone: ${bar} px`);
	},
	{ ...phone, ignoreHTTPSErrors: true }
);
