import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

story('a school sees its classes and prints slips', async ({ page }) => {
	await signIn(page, 'nhatruong');
	await page.goto('/quan-ly/lop');
	await page.getByRole('heading', { level: 1, name: 'Lớp của trường' }).waitFor();
	await page.getByRole('rowheader').first().waitFor();
	await accessible(page);
	await page
		.getByRole('button', { name: /^Giao khóa học/ })
		.first()
		.click();
	await page.getByRole('dialog').waitFor();
	await accessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Hủy' }).click();

	await page
		.getByRole('button', { name: /^In phiếu mật khẩu/ })
		.first()
		.click();
	const download = page.waitForEvent('download');
	await page.getByRole('dialog').getByRole('button', { name: 'In phiếu mật khẩu' }).click();
	assert.match((await download).suggestedFilename(), /^phieu-mat-khau-.+\.pdf$/);
});

story(
	'a focal point sees the own agency and who is missing, and the list is announced as recorded',
	async ({ page }) => {
		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/ket-qua');
		await page.getByRole('heading', { level: 1, name: 'Kết quả của cơ quan' }).waitFor();
		await page.getByRole('columnheader', { name: 'Phải học' }).waitFor();
		await accessible(page);
		await page.getByText('Mỗi lần mở danh sách có tên đều được ghi lại').waitFor();
		await page.getByRole('button', { name: 'Mở danh sách' }).click();
		await page.getByRole('columnheader', { name: 'Họ và tên' }).waitFor();
		await accessible(page);
		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: 'Tải XLSX' }).first().click();
		assert.match((await download).suggestedFilename(), /\.xlsx$/);
	}
);

story('the province drills down by address and never sees a person', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/so-lieu');
	await page.getByRole('columnheader', { name: 'Phải học' }).waitFor();
	await accessible(page);
	assert.equal(await page.getByRole('button', { name: 'Mở danh sách' }).count(), 0);
	const unit = page.getByRole('rowheader').getByRole('link').first();
	const name = (await unit.textContent())?.trim() ?? '';
	await unit.click();
	await page.waitForURL(/don-vi=/);
	await page.getByRole('navigation', { name: 'Vị trí trang' }).getByText(name).waitFor();
	await page.reload();
	await page.getByRole('columnheader', { name: 'Phải học' }).waitFor();
	const place = page.getByRole('navigation', { name: 'Vị trí trang' });
	await place.getByText(name).waitFor();
	// A pasted address knows the units above, in a window that has seen none of them.
	await page.evaluate(() => sessionStorage.clear());
	await page.reload();
	await place.getByText(name).waitFor();
	assert.equal(await place.getByRole('link').count(), 1);
	await place.getByRole('link').click();
	await page.waitForURL((address) => !address.search.includes('don-vi'));
	await page.getByRole('rowheader').getByRole('link', { name, exact: true }).waitFor();
});

story('the standing agency picks a period and gets the report as DOCX and XLSX', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/bao-cao');
	await page.getByRole('heading', { name: 'Số liệu trong kỳ' }).waitFor();
	await accessible(page);
	const periods = page.getByLabel('Kỳ báo cáo');
	await periods.selectOption({ index: 1 });
	await page.waitForURL(/ky=/);
	await page.getByRole('heading', { name: 'Số liệu trong kỳ' }).waitFor();
	for (const kind of ['DOCX', 'XLSX']) {
		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: `Tải ${kind}` }).click();
		assert.match((await download).suggestedFilename(), new RegExp(`\\.${kind.toLowerCase()}$`));
	}
});

story(
	'the pages of managers fit a phone',
	async ({ page }) => {
		await signIn(page, 'thuongtruc');
		for (const path of ['/quan-ly/so-lieu', '/quan-ly/bao-cao']) {
			await page.goto(path);
			await page.getByRole('table').first().waitFor();
			await fits(page);
			await accessible(page);
		}
	},
	{ viewport: { width: 360, height: 740 } }
);
