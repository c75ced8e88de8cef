import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const folder = mkdtempSync(join(tmpdir(), 'taphuan-paper-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const paper = join(folder, 'paper.pdf');
const picture = join(folder, 'paper.png');
let printed = ''; // the text of the QR code on the paper

/** download keeps somebody's certificate, a picture of it, and what its QR code says. */
async function download(page: Page) {
	await signIn(page, 'biensoan');
	await page.goto('/giay-chung-nhan');
	const arrived = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Tải PDF' }).first().click();
	await (await arrived).saveAs(paper);
	execFileSync('pdftoppm', ['-r', '200', '-png', '-singlefile', paper, picture.replace('.png', '')]);
	printed = execFileSync('zbarimg', ['--quiet', '--raw', picture], { encoding: 'utf8' }).trim();
}

story('a stranger compares the QR code and the file with the register', async (stage) => {
	await download(stage.page);
	assert.match(printed, /\/xac-minh\/[0-9A-Z]{26}#\d{400,}$/);
	const { page } = await stage.newVisit();
	const address = new URL(printed);
	await page.goto(address.pathname + address.hash);
	await page.getByText('do nền tảng ký và khớp với sổ').waitFor();
	await accessible(page);

	const file = page.getByLabel('Chọn tệp PDF');
	await file.setInputFiles(paper);
	await page.getByText('Đúng là tệp đã cấp: từng byte').waitFor();
	const changed = join(folder, 'changed.pdf');
	const bytes = readFileSync(paper);
	bytes[1000]! ^= 1;
	writeFileSync(changed, bytes);
	await file.setInputFiles(changed);
	await page.getByText('Tệp này không phải tệp đã cấp').waitFor();
	await accessible(page);

	// As if it had been issued again since.
	await page.locator('#file').evaluate((section: HTMLElement) => {
		section.dataset.former = section.dataset.sha256;
		section.dataset.sha256 = '';
	});
	await file.setInputFiles(paper);
	await page.getByText('Đây là bản đã cấp trước khi cấp lại').waitFor();

	// Somebody printed a paper of their own around the real code.
	const forged = address.hash.slice(0, 40) + (address.hash[40] === '7' ? '8' : '7') + address.hash.slice(41);
	await page.goto('about:blank');
	await page.goto(address.pathname + forged);
	await page.locator('#paper:is([data-told=forged], [data-told=unreadable])').waitFor();
	await accessible(page);
});

story('the page that needs no network proves a paper, also as a kept file', async (stage) => {
	const { page } = stage;
	await page.goto('/xac-minh-ngoai-tuyen');
	await page.getByRole('heading', { level: 1, name: 'Xác minh giấy chứng nhận khi không có mạng' }).waitFor();
	await accessible(page);
	await fits(page);
	const arrived = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Lưu trang này' }).click();
	const kept = join(folder, 'kept.html');
	await (await arrived).saveAs(kept);

	const { page: alone } = await stage.newVisit();
	await alone.context().setOffline(true);
	await alone.goto(pathToFileURL(kept).href);
	// The demonstration answers to whatever host it is asked by; its paper names the one that it was set up with.
	await alone.getByLabel('Mở ảnh chụp mã QR').setInputFiles(picture);
	await alone.getByText(/^Hợp lệ: .* đã ký thông tin này$/).waitFor();
	await alone.getByText('MẪU - SỐ LIỆU MINH HỌA').waitFor();
	await alone.getByRole('button', { name: 'English' }).click();
	await alone.getByText(/^Valid: signed by /).waitFor();

	await alone
		.getByLabel('Text of the QR code')
		.fill(printed.replace(/.$/, (digit) => (digit === '1' ? '2' : '1')));
	await alone.getByRole('button', { name: 'Check' }).click();
	await alone.getByText(/^(Not valid|Unreadable)/).waitFor();
	await alone.getByLabel('Text of the QR code').fill(printed.replace('//', '//evil.'));
	await alone.getByRole('button', { name: 'Check' }).click();
	await alone.getByText(/^Not valid: the address in the code/).waitFor();
});

story('an agency hides its name from strangers, at once, and shows it again', async (stage) => {
	const { page } = stage;
	await signIn(page, 'daumoi');
	const { roles } = await (await page.request.get('/api/v1/me')).json();
	const { items } = await (await page.request.get('/api/v1/me/certificates')).json();
	const unit = 'Phòng Văn hóa - Xã hội xã Bình Sơn';
	const stranger = await stage.newVisit({ javaScriptEnabled: false });
	await stranger.page.goto(`/xac-minh/${items[0].code}`);
	await stranger.page.getByText(unit).waitFor();

	await page.goto(`/quan-ly/co-quan/${roles[0].agencyId}`);
	const setting = page.locator('section').filter({ hasText: 'Tên cơ quan khi xác minh' });
	await setting.getByText('thấy tên cơ quan').first().waitFor();
	await accessible(page);
	await setting.getByRole('button', { name: 'Ẩn tên cơ quan' }).click();
	await setting.getByText('không thấy tên cơ quan').waitFor();
	await stranger.page.reload();
	await stranger.page.getByText('Võ Ngọc Thạch').waitFor();
	assert.equal(await stranger.page.getByText(unit).count(), 0);

	await setting.getByRole('button', { name: 'Hiện tên cơ quan' }).click();
	await setting.getByRole('button', { name: 'Ẩn tên cơ quan' }).waitFor();
	await stranger.page.reload();
	await stranger.page.getByText(unit).waitFor();
});
