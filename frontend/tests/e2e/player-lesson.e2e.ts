import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { accessible } from './helpers/browser';
import { byFilm, forget, makeFilm, type Film } from './helpers/film';
import { begin, isNear, openFilm, plays, secondOf } from './helpers/player';
import { signIn, stories } from './helpers/story';

let film: Film;
beforeAll(() => void (film = makeFilm()), 120_000);
afterAll(() => forget(film));

const story = stories(
	undefined,
	byFilm(() => film)
);
const phone = { viewport: { width: 360, height: 740 } };

story(
	'the transcript is searched without accents, leads to the second and follows inside its box',
	async ({ page }) => {
		await signIn(page, 'hocvien');
		const asked = await openFilm(page, film);
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
	await openFilm(page, film);
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
		await openFilm(page, film, {
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
		await openFilm(page, film, { questions: [question] });
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
