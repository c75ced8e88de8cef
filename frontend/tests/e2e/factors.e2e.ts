import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { accessible } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

story('a passkey is made, signs in without a password and is removed', async ({ page }) => {
	await giveAuthenticator(page);
	await signIn(page, 'tinh');
	await page.goto('/tai-khoan');
	await page.getByText('Chưa có khóa truy cập nào.').waitFor();
	await page.getByLabel('Tên thiết bị').fill('Máy cơ quan');
	await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
	await page.getByText('Đã thêm khóa truy cập.').waitFor();
	const key = page.getByRole('listitem').filter({ hasText: 'Máy cơ quan' });
	await key.waitFor();
	await accessible(page);

	await signOut(page);
	await page.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' }).click();
	await page.waitForURL(/viec-hoc/);
	await page.getByRole('heading', { level: 1, name: 'Việc học của tôi' }).waitFor();

	await page.goto('/tai-khoan');
	await key.getByRole('button', { name: /^Xóa\s*: Máy cơ quan$/ }).click();
	await page.getByText('Chưa có khóa truy cập nào.').waitFor();
});

story('an authenticator app is enrolled, asked for at sign-in and turned off', async ({ page, expected }) => {
	await signIn(page, 'thamdinh');
	await page.goto('/tai-khoan');
	await page.getByRole('button', { name: 'Bật bằng ứng dụng xác thực' }).click();
	const secret = await page.locator('code').innerText();
	await accessible(page);

	expected(422, /totp\/confirm$/);
	await page.getByLabel('Mã xác thực').fill('000000');
	await page.getByRole('button', { name: 'Bật xác thực hai bước' }).click();
	await page.getByRole('alert').filter({ hasText: /mã/i }).waitFor();

	const first = Date.now();
	await page.getByLabel('Mã xác thực').fill(code(secret, first));
	await page.getByRole('button', { name: 'Bật xác thực hai bước' }).click();
	await page.getByText('Các mã này chỉ hiện một lần.').waitFor();
	const recovery = await page.locator('code').allInnerTexts();
	assert.ok(recovery.length >= 8, recovery.join());
	await accessible(page);
	await page.reload();
	await page.getByRole('heading', { name: 'Xác thực hai bước' }).waitFor();
	assert.equal(await page.getByText(recovery[0]!).count(), 0, 'the recovery codes are shown once');

	await signOut(page);
	await password(page, 'thamdinh');
	await page.getByRole('heading', { name: 'Xác thực hai bước' }).waitFor();
	await accessible(page);
	// The code of enrolling was used; the next period's code is accepted early.
	await page.getByLabel('Mã xác thực').fill(code(secret, first + 30_000));
	await page.getByRole('button', { name: 'Xác nhận' }).click();
	await page.waitForURL(/viec-hoc/);

	await signOut(page);
	await password(page, 'thamdinh');
	await page.getByLabel('Mã xác thực').fill(recovery[0]!);
	await page.getByRole('button', { name: 'Xác nhận' }).click();
	await page.waitForURL(/viec-hoc/);

	await page.goto('/tai-khoan');
	await page.getByRole('button', { name: 'Tắt xác thực hai bước' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Mật khẩu hiện tại', { exact: true }).fill('thamdinh-mau-138');
	await accessible(page);
	await dialog.getByRole('button', { name: 'Tắt xác thực hai bước' }).click();
	await page.getByText('Đã tắt xác thực hai bước.').waitFor();

	await signOut(page);
	await signIn(page, 'thamdinh');
	await page.waitForURL(/viec-hoc/);
});

/** giveAuthenticator gives the browser a device that holds passkeys and recognises its owner. */
async function giveAuthenticator(page: Page) {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('WebAuthn.enable');
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	});
}

async function signOut(page: Page) {
	await page
		.locator('summary')
		.filter({ has: page.locator('.menu-label') })
		.click();
	await page.getByRole('button', { name: 'Đăng xuất' }).click();
	await page.waitForURL(/dang-nhap/);
}

/** password goes through the first step only. */
async function password(page: Page, username: string) {
	await page.getByLabel('Tên đăng nhập').fill(username);
	await page.getByLabel('Mật khẩu', { exact: true }).fill(`${username}-mau-138`);
	await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
}

/** code is the six digits that an authenticator app shows (RFC 6238, SHA-1, 30 seconds). */
function code(secret: string, atMs: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
	const digest = createHmac('sha1', base32(secret)).update(counter).digest();
	const number = digest.readUInt32BE(digest.at(-1)! & 15) & 0x7fffffff;
	return String(number % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
	const letters = text.replaceAll(/[\s=]/g, '').toUpperCase();
	const bits = [...letters].map((letter) =>
		'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
	);
	return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
