import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { pick, signIn, stories } from './helpers/story';

const story = stories();

story('the tree opens by keyboard and is searched without accents, as of any day', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan');
	await page.getByRole('heading', { level: 1, name: 'Cơ quan, đơn vị' }).waitFor();
	const commune = page.getByRole('button', { name: 'Đơn vị trực thuộc Xã Bình Sơn', exact: true });
	await commune.focus();
	await page.keyboard.press('Enter');
	await page.getByRole('link', { name: /^Văn phòng HĐND và UBND xã Bình Sơn/ }).waitFor();
	await page.evaluate(() => scrollTo(0, 0)); // nothing lies under the bar that stays on top
	await accessible(page);

	await page.getByRole('searchbox').fill('dak pek');
	await page.keyboard.press('Enter');
	await page.getByRole('link', { name: 'Xã Đăk Pék', exact: true }).waitFor();
	await accessible(page);

	await page.getByRole('searchbox').fill('huyen binh son');
	await page.keyboard.press('Enter');
	await page.getByText('Không tìm thấy cơ quan nào').waitFor();
	await page.getByLabel('Xem theo ngày').fill('2025-06-30');
	await page.getByLabel('Xem theo ngày').blur();
	await page.getByRole('link', { name: 'Huyện Bình Sơn', exact: true }).waitFor();
	assert.match(page.url(), /ngay=2025-06-30/);
});

story('the tree slides through the months by keyboard', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan?ngay=2025-07-01');
	const slider = page.getByRole('slider', { name: 'Kéo để xem theo tháng' });
	await slider.focus();
	await page.keyboard.press('ArrowLeft');
	await page.waitForURL(/ngay=2025-06-01/);
	await page.getByRole('link', { name: 'Tỉnh Kon Tum', exact: true }).waitFor();
	await slider.focus();
	await page.keyboard.press('End');
	await page.waitForURL((url) => !url.searchParams.has('ngay'));
});

story(
	'an event of the demonstration reaches into closed periods: asking to reverse it leaves a line',
	async ({ page }) => {
		await signIn(page, 'thuongtruc');
		await page.goto('/quan-ly/co-quan?tim=21085');
		await page.getByRole('link', { name: 'Xã Bình Minh', exact: true }).click();
		await page
			.getByRole('button', { name: /^Hoàn tác/ })
			.first()
			.click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Lý do').fill('Văn bản đã được đính chính');
		await dialog.getByRole('button', { name: 'Hoàn tác' }).click();
		await page.getByText('Đã ghi dòng điều chỉnh').waitFor();
		await page.goto('/quan-ly/dieu-chinh');
		await page.getByText('Muốn hoàn tác: Hợp nhất').first().waitFor();
		await page.getByText('Văn bản đã được đính chính').first().waitFor();
		await page.getByRole('link', { name: 'Xã Bình Khương' }).first().waitFor();
		await accessible(page);
	}
);

story('the page of a merged unit names its predecessors and their sum', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan?tim=21085');
	await page.getByRole('link', { name: 'Xã Bình Minh', exact: true }).click();
	await page.getByRole('heading', { level: 1, name: 'Xã Bình Minh' }).waitFor();
	await page.getByRole('columnheader', { name: 'Cùng kỳ' }).waitFor();
	await page.getByText('Gồm cả số liệu của').waitFor();
	await accessible(page);
	await page.getByRole('link', { name: 'Xã Bình Khương' }).first().click();
	await page.getByText('Cơ quan này đã kết thúc từ ngày 01/07/2025').waitFor();
	await accessible(page);
});

story('an event is previewed, applied and reversed', async ({ page, expected }) => {
	expected(422, /agency-events\/preview/);
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan/su-kien');
	await page.getByLabel('Loại sự kiện').selectOption('dissolve');
	await page.getByRole('button', { name: 'Xem trước' }).click();
	await page.getByText('Hãy ghi văn bản làm căn cứ').waitFor();
	await accessible(page);

	await page.getByLabel('Loại sự kiện').selectOption('rename');
	await page.getByLabel('Văn bản làm căn cứ').fill('Quyết định số 15/QĐ-UBND ngày 20/11/2026');
	await pick(page, 'Cơ quan', 'so tu phap', /^Sở Tư pháp/);
	const name = page.getByLabel('Tên cơ quan');
	await page.waitForFunction(() =>
		[...document.querySelectorAll('input')].some((input) => input.value === 'Sở Tư pháp')
	);
	await name.fill('Sở Tư pháp và Pháp chế');
	await page.getByRole('button', { name: 'Xem trước' }).click();
	await page.getByRole('heading', { name: 'Sự kiện này sẽ' }).waitFor();
	await accessible(page);
	await page.getByRole('button', { name: 'Thực hiện' }).click();
	await page.getByRole('heading', { level: 1, name: 'Sở Tư pháp và Pháp chế' }).waitFor();

	await page
		.getByRole('button', { name: /^Hoàn tác/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.waitFor();
	await accessible(page);
	await dialog.getByRole('button', { name: 'Hoàn tác' }).click();
	await dialog.getByText('Hãy ghi lý do').waitFor();
	await dialog.getByLabel('Lý do').fill('Nhập nhầm văn bản');
	await dialog.getByRole('button', { name: 'Hoàn tác' }).click();
	await page.getByRole('heading', { level: 1, name: 'Sở Tư pháp', exact: true }).waitFor();
	await page.getByText('Nhập nhầm văn bản').waitFor();
});

story('who owes reports and who collects is a list of its own', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/tong-hop');
	await page.getByRole('columnheader', { name: 'Cơ quan tổng hợp' }).waitFor();
	await accessible(page);
	await page
		.getByRole('button', { name: /^Thay đổi/ })
		.first()
		.click();
	await page.getByRole('dialog').waitFor();
	await accessible(page);
});

story('a focal point reads the tree and cannot change it', async ({ page }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/co-quan?tim=xa binh son');
	await page.getByRole('link', { name: 'Xã Bình Sơn', exact: true }).click();
	await page.getByRole('heading', { level: 1, name: 'Xã Bình Sơn' }).waitFor();
	assert.equal(await page.getByRole('link', { name: 'Lập sự kiện tổ chức' }).count(), 0);
	assert.equal(await page.getByRole('button', { name: /^Hoàn tác/ }).count(), 0);
});

story(
	'every screen of the tree fits a phone',
	async ({ page }) => {
		await signIn(page, 'thuongtruc');
		for (const path of ['', '?tim=binh', '/su-kien', '/danh-muc']) {
			await page.goto(`/quan-ly/co-quan${path}`);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await fits(page);
		}
		for (const path of ['/quan-ly/tong-hop', '/quan-ly/dieu-chinh']) {
			await page.goto(path);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await fits(page);
		}
	},
	{ viewport: { width: 360, height: 740 } }
);
