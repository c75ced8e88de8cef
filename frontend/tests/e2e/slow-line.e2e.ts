import type { Page } from 'playwright-core';
import { slow } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const mountain = { kilobits: 300, latencyMs: 400 };

story('on a slow line a course and a lesson come without an error', async ({ page }) => {
	await slow(page, mountain);
	page.setDefaultTimeout(30_000);
	await page.goto('/khoa-hoc/an1');
	await content(page, 'Nhận biết lừa đảo trực tuyến');
	await signIn(page, 'daumoi');
	await page.getByRole('link', { name: /^Xem lại\s*: Nhận biết lừa đảo/ }).click();
	await content(page, 'Nhận biết lừa đảo trực tuyến');
	await page.getByRole('link', { name: /Đọc địa chỉ gửi và liên kết/ }).click();
	await content(page, 'Đọc địa chỉ gửi và liên kết');
});

story('on a slow line an answer is said to be on its way until it is saved', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.getByRole('link', { name: /^Học tiếp\s*: Nhận biết lừa đảo/ }).click();
	const test = page.getByRole('listitem').filter({ hasText: 'Bài kiểm tra cuối khóa' });
	await test.getByRole('button', { name: 'Bắt đầu làm bài' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Bắt đầu làm bài' }).click();
	await page.getByRole('heading', { name: /^Câu 1 trong/ }).waitFor();
	await slow(page, { ...mountain, latencyMs: 2000 });
	const field = page.getByLabel(/^(Đáp số|Câu trả lời)$/);
	if (await field.count()) await field.fill('5');
	else await page.keyboard.press('1');
	await page.getByText('Đang lưu…').waitFor();
	await page.getByText(/Đã lưu \d\d:\d\d/).waitFor();
});

/** content waits for the page and fails when it spoke of an error before. */
async function content(page: Page, title: string) {
	const trouble = page.getByRole('alert').filter({ hasText: /\S/ });
	const heading = page.getByRole('heading', { level: 1, name: title });
	await heading.or(trouble).first().waitFor();
	if (await trouble.count()) throw new Error(await trouble.first().innerText());
}
