import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

story('an author sees how a test measures and which of its questions need a look', async ({ page }) => {
	await signIn(page, 'biensoan');
	await page.getByRole('link', { name: 'Thống kê bài kiểm tra' }).first().click();
	await page.getByRole('heading', { level: 1, name: 'Thống kê bài kiểm tra' }).waitFor();
	await page.getByText('Độ tin cậy', { exact: true }).waitFor();
	await page.getByRole('heading', { name: 'Nghĩa là gì?' }).waitFor();
	await page.getByText(/khác biệt về điểm giữa mọi người/).waitFor();
	await page.getByText('Xem bảng số liệu').click();
	await page.getByRole('columnheader', { name: 'Điểm', exact: true }).waitFor();
	await accessible(page);

	const questions = page.getByRole('region', { name: 'Câu hỏi, câu cần xem trước xếp trên' });
	await questions
		.getByRole('button', { name: /^Xem chi tiết/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog', { name: /^Câu / });
	await dialog.getByText('Độ phân biệt').waitFor();
	await accessible(page);
	await dialog.getByRole('button', { name: 'Đóng' }).click();

	await page.getByRole('combobox', { name: 'Bài kiểm tra' }).selectOption({ label: 'Kiểm tra đầu vào' });
	await page.waitForURL(/bai=pre_test/);
	await page.getByText('Độ tin cậy', { exact: true }).waitFor();
	assert.equal(await page.getByText('Tiến bộ so với đầu vào').count(), 0, 'a pre-test shows no progress');
	assert.equal(await page.getByText('theo cơ quan').count(), 0, 'an author sees no agency');
});

story(
	'the options of a question are read on a phone, in the dark and in English',
	async ({ page }) => {
		await signIn(page, 'biensoan');
		await page.evaluate(() => {
			document.cookie = 'PARAGLIDE_LOCALE=en; path=/';
		});
		await page.goto('/quan-ly/thong-ke?khoa=an1&bai=final');
		await page.locator('h1').waitFor();
		await fits(page);
		await page
			.getByRole('button', { name: /^(Details|Xem chi tiết)/ })
			.first()
			.click();
		await page.getByRole('dialog').waitFor();
		await accessible(page);
		await fits(page);
	},
	{ viewport: { width: 360, height: 740 }, colorScheme: 'dark' }
);

story('a focal point sees the pass rate of the own agency and no question', async ({ page }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/thong-ke');
	await page.getByRole('heading', { name: 'Tỷ lệ đạt ở lượt đầu theo cơ quan' }).waitFor();
	await page.getByRole('columnheader', { name: 'Tỷ lệ đạt' }).waitFor();
	await accessible(page);
	assert.equal(await page.getByRole('button', { name: /^Xem chi tiết/ }).count(), 0);
});
