import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());

/** openFirst opens the newest certificate of the year before, which no other story looks at. */
async function openFirst(page: Page): Promise<string> {
	await page.goto('/quan-ly/so-cap-giay?nam=2025&tinh-trang=valid');
	await page.getByRole('heading', { level: 1, name: 'Sổ cấp giấy chứng nhận' }).waitFor();
	const link = page.getByRole('table').getByRole('link').first();
	const number = (await link.innerText()).trim();
	await accessible(page);
	await link.click();
	await page.getByRole('heading', { level: 1, name: number }).waitFor();
	return number;
}

async function propose(
	page: Page,
	button: string,
	fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>
) {
	await page.getByRole('button', { name: button, exact: true }).click();
	const dialog = page.getByRole('dialog');
	await fill(dialog);
	await dialog.getByLabel(/^Lý do \(ai/).selectOption({ index: 1 });
	await dialog.getByLabel('Lý do nội bộ').fill('Có đơn và biên bản kèm theo.');
	await dialog.getByLabel('Số quyết định').fill('27/QĐ-CAT');
	await dialog.getByLabel('Ngày quyết định').fill(today());
	await accessible(page);
	await dialog.getByRole('button', { name: 'Gửi duyệt' }).click();
	await page.getByText('Đã gửi đề nghị').waitFor();
}

async function approve(page: Page) {
	await page.goto('/quan-ly/so-cap-giay/de-nghi');
	await page
		.getByRole('button', { name: /^Duyệt/ })
		.first()
		.click();
	await accessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Duyệt' }).click();
	await page.getByText('Không có đề nghị nào').waitFor();
}

story(
	'a certificate is corrected and revoked by two people, and strangers read what became of it',
	async (stage) => {
		const registrar = stage.page;
		const leader = (await stage.newVisit()).page;
		const stranger = (await stage.newVisit({ javaScriptEnabled: false })).page;
		await signIn(registrar, 'giuso');
		await signIn(leader, 'kyduyet');
		await openFirst(registrar);
		const address = (await registrar.getByRole('link', { name: 'Mở trang xác minh' }).getAttribute('href'))!;

		await propose(registrar, 'Đính chính', (dialog) =>
			dialog.getByLabel('Họ và tên').fill('Nguyễn Thị Đúng Tên')
		);
		// Whoever proposed has nothing to approve.
		await registrar.goto('/quan-ly/so-cap-giay/de-nghi');
		await registrar.getByRole('button', { name: /^Rút lại/ }).waitFor();
		assert.equal(await registrar.getByRole('button', { name: /^Duyệt/ }).count(), 0);
		await approve(leader);

		await stranger.goto(address);
		await stranger.getByText('Đã được thay thế').waitFor();
		await stranger.getByRole('link', { name: /^[0-9A-Z]{26}$/ }).click();
		await stranger.getByText('Nguyễn Thị Đúng Tên').first().waitFor();
		await stranger.getByText('Còn hiệu lực').first().waitFor();

		await registrar.goto('/quan-ly/so-cap-giay?q=' + encodeURIComponent('nguyen thi dung ten'));
		await registrar.getByRole('table').getByRole('link').first().click();
		await propose(registrar, 'Thu hồi', async () => {});
		await approve(leader);
		await stranger.reload();
		await stranger.getByText('Đã thu hồi').waitFor();
		await stranger.getByText(/27\/QĐ-CAT ngày/).waitFor();
		assert.equal(await stranger.getByText('biên bản').count(), 0);
	}
);

story('a focal point reads the own people alone, and proposes nothing', async ({ page }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/so-cap-giay?nam=tat-ca');
	await page.getByRole('table').waitFor();
	await accessible(page);
	assert.equal(await page.getByLabel('Sổ', { exact: true }).count(), 0);
	await page.getByRole('table').getByRole('link').first().click();
	await page.getByRole('heading', { name: 'Các dòng trong sổ' }).waitFor();
	assert.equal(await page.getByRole('button', { name: 'Thu hồi' }).count(), 0);
});

story('the leader of the issuer sees who waits for a decision', async ({ page }) => {
	await signIn(page, 'kyduyet');
	await page.goto('/quan-ly/so-cap-giay/cho-quyet-dinh');
	await page.getByText('Giấy của sổ này được cấp ngay khi học xong').waitFor();
	await page.getByRole('button', { name: 'Chuyển sang chờ quyết định' }).waitFor();
	await accessible(page);
});
