import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { accessible } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const className = '11A1';
const ownPassword = 'mua-xuan-o-ly-son-26';

interface Slip {
	name: string;
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

	// No other page opens before the password is the student's own.
	await phone.page.goto('/viec-hoc');
	await phone.page.waitForURL(/doi-mat-khau/);

	// The slip opens a second session meanwhile: changing the password will end it.
	const other = await stage.newVisit();
	await signIn(other.page, slip.username, slip.password);
	await other.page.waitForURL(/doi-mat-khau/);

	await phone.page.getByLabel('Mật khẩu trên phiếu', { exact: true }).fill(slip.password);
	await phone.page.getByLabel('Mật khẩu mới', { exact: true }).fill(ownPassword);
	await phone.page.getByLabel('Nhập lại mật khẩu mới').fill(ownPassword);
	await phone.page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
	await phone.page.waitForURL(/viec-hoc/);
	await phone.page.getByRole('heading', { level: 1, name: 'Việc học của tôi' }).waitFor();
	await accessible(phone.page);

	other.expected(401, /./);
	await other.page.goto('/doi-mat-khau');
	await other.page.waitForURL(/dang-nhap/);

	await refused(other.page, slip.username, slip.password);
	await signIn(other.page, slip.username, ownPassword);
	await other.page.waitForURL(/viec-hoc/);
});

/** print downloads the slips of the class and reads the first one off the paper. */
async function print(page: Page): Promise<Slip> {
	await page.getByRole('button', { name: `In phiếu mật khẩu ${className} (2026-2027)` }).click();
	const download = page.waitForEvent('download');
	await page.getByRole('dialog').getByRole('button', { name: 'In phiếu mật khẩu' }).click();
	const text = execFileSync('pdftotext', ['-raw', await (await download).path(), '-'], { encoding: 'utf8' });
	const password = /\b[2-9A-Z]{4}(-[2-9A-Z]{4}){2}\b/.exec(text)?.[0];
	const username = /\bhs\d+\b/.exec(text)?.[0];
	const name = new RegExp(`^(.+)\nLớp ${className}$`, 'm').exec(text)?.[1];
	assert.ok(username && password && name, text.slice(0, 600));
	return { name, username, password };
}

async function refused(page: Page, username: string, password: string) {
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
