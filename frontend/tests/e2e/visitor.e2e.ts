import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { stories } from './helpers/story';

const story = stories();

story('a visitor searches without accents and reads a course', async ({ page }) => {
	await page.goto('/');
	await page.getByRole('link', { name: 'Nhận biết lừa đảo trực tuyến' }).waitFor();
	await accessible(page);

	await page.getByLabel('Tìm khóa học hoặc bài học').fill('lua dao');
	await page.getByRole('button', { name: 'Tìm', exact: true }).click();
	await page.waitForURL(/q=lua/);
	await page.getByRole('link', { name: 'Nhận biết lừa đảo trực tuyến' }).click();
	await page.getByRole('heading', { level: 1, name: 'Nhận biết lừa đảo trực tuyến' }).waitFor();
	await accessible(page);
	await page.getByRole('link', { name: 'Đăng nhập để học' }).first().click();
	await page.waitForURL(/dang-nhap\?tiep=/);
	await accessible(page);
});

story('a search that finds nothing says what to do', async ({ page }) => {
	await page.goto('/?q=khongcogi');
	await page.getByRole('heading', { name: 'Không có khóa học nào khớp' }).waitFor();
	await accessible(page);
	await page.getByRole('button', { name: 'Bỏ lọc' }).click();
	await page.getByRole('link', { name: 'Nhận biết lừa đảo trực tuyến' }).waitFor();
});

story('language and theme are kept, in both the page is readable', async ({ page }) => {
	await page.goto('/');
	await page.locator('summary', { hasText: 'Menu' }).click();
	await page.getByRole('button', { name: 'Tối', exact: true }).click();
	await accessible(page);
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('heading', { name: 'Learn to work safely online' }).waitFor();
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
	await accessible(page);
	await page.goto('/khoa-hoc/an1');
	await page.getByRole('heading', { level: 1, name: 'Recognising phishing and scams' }).waitFor();
	await accessible(page);
});

story(
	'the public pages fit a narrow phone',
	async ({ page }) => {
		for (const path of ['/', '/khoa-hoc/an1', '/dang-nhap', '/khong-co-trang-nay']) {
			await page.goto(path);
			await page.getByRole('heading').first().waitFor();
			await fits(page);
		}
	},
	{ viewport: { width: 320, height: 640 } }
);

story('every page of a demonstration says so', async ({ page }) => {
	for (const path of ['/', '/dang-nhap']) {
		await page.goto(path);
		await page.getByText('MẪU - SỐ LIỆU MINH HỌA').waitFor({ state: 'visible' });
	}
});

story(
	'a password typed before the scripts have come never stands in an address',
	async ({ page, expected }) => {
		expected(422, /^\/dang-nhap$/);
		await page.goto('/dang-nhap');
		await page.getByLabel('Tên đăng nhập').fill('hocvien');
		await page.getByLabel('Mật khẩu', { exact: true }).fill('hocvien-mau-138');
		await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
		await page.waitForLoadState();
		assert.doesNotMatch(page.url(), /mau-138/);
	},
	{ javaScriptEnabled: false }
);
