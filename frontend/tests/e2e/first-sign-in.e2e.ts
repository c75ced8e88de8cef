import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { accessible } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const className = '11A1';
const ownPassword = 'mua-xuan-o-ly-son-26';

interface Slip {
	username: string;
	password: string;
}

story('a student signs in for the first time with the slip that the school printed', async (stage) => {
	await signIn(stage.page, 'nhatruong');
	await stage.page.goto('/quan-ly/lop');
	const slip = await print(stage.page);

	const phone = await stage.newVisit({ viewport: { width: 360, height: 740 } });
	await signIn(phone.page, slip.username, slip.password);
	await phone.page.waitForURL(/doi-mat-khau/);
	await accessible(phone.page);

	phone.expected(403, /\/me\/(learning|training-classes|recognitions)$/);
	// No other page opens before the password is the student's own.
	await phone.page.goto('/viec-hoc');
	await phone.page.waitForURL(/doi-mat-khau/);

	await setPassword(phone.page, ownPassword);
	await phone.page.waitForURL(/viec-hoc/);
	await phone.page.getByRole('heading', { level: 1, name: 'Việc học của tôi' }).waitFor();
	await accessible(phone.page);

	// Whoever finds the slip cannot use it any more; the student's own password opens a second device.
	const other = await stage.newVisit();
	other.expected(401, /./);
	await refused(other.page, slip);
	await signIn(other.page, slip.username, ownPassword);
	await other.page.waitForURL(/viec-hoc/);

	// Changing the password ends the session of the other device.
	await phone.page.goto('/tai-khoan');
	await phone.page
		.getByLabel('Mật khẩu hiện tại', { exact: true })
		.filter({ visible: true })
		.fill(ownPassword);
	await setPassword(phone.page, `${ownPassword}-2`);
	await phone.page.getByText('Các phiên khác đã kết thúc').waitFor();
	await other.page.goto('/viec-hoc');
	await other.page.waitForURL(/dang-nhap/);
});

async function setPassword(page: Page, password: string) {
	await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password);
	await page.getByLabel('Nhập lại mật khẩu mới').fill(password);
	await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
}

/** print downloads the slips of the class and reads the first one off the paper. */
async function print(page: Page): Promise<Slip> {
	await page.getByRole('button', { name: `In phiếu mật khẩu ${className} (2026-2027)` }).click();
	const download = page.waitForEvent('download');
	await page.getByRole('dialog').getByRole('button', { name: 'In phiếu mật khẩu' }).click();
	const text = execFileSync('pdftotext', ['-raw', await (await download).path(), '-'], { encoding: 'utf8' });
	const password = /\b[2-9A-Z]{4}(-[2-9A-Z]{4}){2}\b/.exec(text)?.[0];
	const username = /\bhs\d+\b/.exec(text)?.[0];
	assert.ok(username && password, text.slice(0, 600));
	return { username, password };
}

async function refused(page: Page, { username, password }: Slip) {
	await page.goto('/dang-nhap');
	await page.getByLabel('Tên đăng nhập').fill(username);
	await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
	const answer = page.waitForResponse((one) => one.url().endsWith('/session'));
	await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
	assert.equal((await answer).status(), 401);
	await page
		.getByRole('alert')
		.filter({ hasText: /mật khẩu/i })
		.waitFor();
}
