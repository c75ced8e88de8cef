import assert from 'node:assert/strict';
import { afterAll, beforeAll } from 'vitest';
import { accessible, fits, openOldestBrowser } from './helpers/browser';
import { byFilm, forget, makeFilm, type Film } from './helpers/film';
import { begin, isNear, openFilm, plays, secondOf } from './helpers/player';
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

story('a quality or the sound alone is chosen, weighed and remembered', async ({ page }) => {
	await signIn(page, 'hocvien');
	const asked = await openFilm(page, film);
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
	await openFilm(page, film);
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

story('the video fills the screen with its controls, or goes into a small window', async ({ page }) => {
	await signIn(page, 'hocvien');
	await openFilm(page, film);
	await begin(page).click();
	await plays(page);
	const player = page.getByRole('group', { name: 'Trình phát video' });
	await player.getByRole('button', { name: 'Toàn màn hình' }).click();
	await page.waitForFunction(() => document.fullscreenElement?.classList.contains('player'));
	await player.getByRole('button', { name: 'Tạm dừng' }).waitFor();
	await page.keyboard.press('f');
	await page.waitForFunction(() => !document.fullscreenElement);

	await player.getByRole('button', { name: 'Cửa sổ nhỏ' }).click();
	await page.waitForFunction(() => document.pictureInPictureElement === document.querySelector('video'));
	await plays(page);
	await player.getByRole('button', { name: 'Cửa sổ nhỏ' }).click();
	await page.waitForFunction(() => !document.pictureInPictureElement);
});

story(
	'"only by Wi-Fi" asks before mobile data is used',
	async ({ page }) => {
		await page.addInitScript(() =>
			Object.defineProperty(navigator, 'connection', {
				value: Object.assign(new EventTarget(), { type: 'cellular' })
			})
		);
		await signIn(page, 'hocvien');
		const asked = await openFilm(page, film);
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
	await openFilm(page, film);
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
		await openFilm(page, film);
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
	const asked = await openFilm(page, film);
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
		const asked = await openFilm(page, film);
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
