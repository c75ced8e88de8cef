import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

story('an author sees how a test measures and which of its questions need a look', async ({ page }) => {
	await signIn(page, 'biensoan');
	await page.goto('/kho-video');
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
			localStorage.setItem('PARAGLIDE_LOCALE', 'en');
			localStorage.setItem('theme', 'dark');
		});
		await page.goto('/quan-ly/thong-ke?khoa=an1&bai=final');
		await page.getByText('What does it mean?').waitFor();
		await accessible(page);
		await fits(page);
		await page
			.getByRole('button', { name: /^Details/ })
			.first()
			.click();
		await page.getByRole('dialog').waitFor();
		await accessible(page);
		await fits(page);
	},
	{ viewport: { width: 360, height: 740 } }
);

story('the province sees pass rates of agencies and no question', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/thong-ke');
	await page.getByRole('columnheader', { name: 'Tỷ lệ đạt' }).waitFor();
	const people = await page.getByRole('row').locator('td:last-child').allTextContents();
	assert.ok(people.length > 0 && people.every((n) => Number(n) >= 5), `agencies of ${people} people`);
	await page.getByText(/Cơ quan không hiện vì quá ít người/).waitFor();
	await accessible(page);
	assert.equal(await page.getByRole('button', { name: /^Xem chi tiết/ }).count(), 0);
});

story('a focal point of a small agency sees that nothing can be told', async ({ page }) => {
	await signIn(page, 'daumoi');
	// How many people of the demonstration have taken a test by now depends on the day.
	await page.route('**/pass-rates**', async (route) => {
		const answer = await (await route.fetch()).json();
		await route.fulfill({ json: { ...answer, items: [], total: 0, hidden: 1 } });
	});
	await page.goto('/quan-ly/thong-ke');
	await page.getByText('Chưa có cơ quan nào đủ 5 người làm bài').waitFor();
	await accessible(page);
});
