import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

story(
	'a leader is told numbers, reads them once and finds where to act',
	async ({ page }) => {
		await signIn(page, 'lanhdao');
		const bell = page.getByRole('banner').getByRole('link', { name: /^Thông báo/ });
		// The reminders of the day are written beside the first visits to a new server.
		const unread = page.getByRole('banner').getByRole('link', { name: /^Thông báo [1-9]/ });
		for (let turn = 0; turn < 20 && !(await unread.count()); turn++) {
			await page.waitForTimeout(500);
			await page.reload();
			await bell.waitFor();
		}
		await unread.click();
		await page.getByRole('heading', { level: 1, name: 'Thông báo' }).waitFor();
		const told = page.getByRole('listitem').filter({ hasText: /người quá hạn/ });
		await told.getByText('Mới', { exact: true }).waitFor();
		await page.getByRole('banner').getByRole('link', { name: 'Thông báo', exact: true }).waitFor();
		await fits(page);
		await accessible(page);

		await page.reload();
		await told.waitFor();
		assert.equal(await told.getByText('Mới', { exact: true }).count(), 0, 'read is read');
		await told.getByRole('link', { name: /^Xem kết quả của cơ quan/ }).click();
		await page.getByRole('heading', { level: 1, name: 'Kết quả của cơ quan' }).waitFor();
	},
	{ viewport: { width: 360, height: 740 } }
);

story('without a mail server the settings say so, and the inbox stays', async ({ page }) => {
	await signIn(page, 'hocvien');
	await page.goto('/thong-bao');
	await page.getByRole('link', { name: 'Cài đặt thông báo' }).click();
	await page.getByText('Hệ thống này chưa nối máy chủ thư điện tử.').waitFor();
	await accessible(page);
});
