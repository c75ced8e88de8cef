import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const folder = mkdtempSync(join(tmpdir(), 'taphuan-video-'));
const film = join(folder, 'An toàn mật khẩu.mp4');
const other = join(folder, 'Phim khác.mp4');
const document = join(folder, 'bai-giang.mp4');

beforeAll(() => {
	// Noise does not pack: a few seconds of it take several pieces of an upload.
	const noise = 'nullsrc=size=640x360:rate=10:duration=6,geq=random(1)*255:128:128';
	const options = ['-v', 'error', '-f', 'lavfi', '-i', noise, '-c:v', 'mpeg4', '-b:v', '40M', '-y', film];
	execFileSync('ffmpeg', options);
	const bytes = readFileSync(film);
	assert.ok(bytes.length > 10 * 2 ** 20, `the film has ${bytes.length} bytes`);
	bytes[bytes.length - 1]! ^= 1;
	writeFileSync(other, bytes);
	writeFileSync(document, `%PDF-1.7\n${'Bài giảng '.repeat(1000)}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function choose(page: Page, button: string | RegExp, file: string): Promise<void> {
	const chooser = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: button }).click();
	await (await chooser).setFiles(file);
}

/** Line is what the story lets through of an upload. */
interface Line {
	/** hold: the pieces wait; cut: nothing behind the first piece arrives. */
	state: 'open' | 'hold' | 'cut';
}

async function lineOf(page: Page): Promise<Line> {
	const line: Line = { state: 'open' };
	await page.route('**/api/v1/uploads/*', async (route) => {
		const sends = route.request().method() === 'PATCH';
		while (sends && line.state === 'hold') await new Promise((resolve) => setTimeout(resolve, 50));
		const passes = line.state !== 'cut' || !sends || route.request().headers()['upload-offset'] === '0';
		await (passes ? route.continue() : route.abort('internetdisconnected')).catch(() => {}); // the page gave it up
	});
	return line;
}

const received = (page: Page) =>
	page.evaluate(async () => (await (await fetch('/api/v1/uploads')).json())[0]?.received as number);

story('a video is uploaded over a line that is cut, a pause and a closed laptop', async ({ page }) => {
	await signIn(page, 'biensoan');
	await page.getByRole('link', { name: 'Quản lý' }).first().click();
	await page.getByRole('link', { name: 'Kho video' }).first().click();
	await page.getByRole('heading', { level: 1, name: 'Kho video' }).waitFor();
	await page.getByText('mỗi tệp tối đa 4 GB').waitFor();
	await accessible(page);

	const line = await lineOf(page);
	line.state = 'hold';
	await choose(page, 'Chọn tệp video', film);
	const pause = page.getByRole('button', { name: /^Tạm dừng ?: An toàn/ });
	await pause.waitFor();
	await accessible(page);
	await pause.click();
	await page.getByText('Đã tạm dừng').waitFor();
	line.state = 'cut';
	await page.getByRole('button', { name: /^Tiếp tục ?: An toàn/ }).click();
	await page.getByText('Mất kết nối. Có mạng lại sẽ tự tải tiếp.').waitFor({ timeout: 45_000 });
	await accessible(page);

	page.on('dialog', (dialog) => void dialog.accept()); // the browser asks before it leaves an upload
	await page.reload();
	line.state = 'open';
	const again = page.getByRole('button', { name: /^Chọn lại tệp ?: An toàn/ });
	await again.waitFor();
	const before = await received(page);
	assert.equal(before, 8 * 2 ** 20, 'the first piece is kept');
	await accessible(page);
	await fits(page);
	await choose(page, /^Chọn lại tệp ?: An toàn/, other);
	await page.getByText('Đây không phải tệp đã tải dở.').waitFor();
	const patched = page.waitForRequest((request) => request.method() === 'PATCH');
	await choose(page, /^Chọn lại tệp ?: An toàn/, film);
	const from = Number((await patched).headers()['upload-offset']);
	assert.equal(from, before, 'it goes on where it stopped');

	const link = page.getByRole('link', { name: 'An toàn mật khẩu', exact: true });
	await link.waitFor({ timeout: 60_000 });
	await page.getByRole('button', { name: /^Chọn lại tệp/ }).waitFor({ state: 'detached' });
	await accessible(page);
	await fits(page);

	await link.click();
	await page.getByRole('heading', { level: 1, name: 'An toàn mật khẩu' }).waitFor();
	await page.getByText('640 × 360').waitFor();
	await page.getByText('0:06').first().waitFor();
	await accessible(page);
	await page.getByRole('button', { name: 'Đổi tên' }).click();
	await page.getByLabel('Tên video').fill('Mật khẩu mạnh');
	await page.getByRole('button', { name: 'Lưu' }).click();
	await page.getByRole('heading', { level: 1, name: 'Mật khẩu mạnh' }).waitFor();
	await page.getByRole('button', { name: 'Xóa khỏi kho' }).click();
	await page.getByText('vẫn phát bình thường').waitFor();
	await page.getByRole('dialog').getByRole('button', { name: 'Xóa khỏi kho' }).click();
	await page.getByRole('heading', { level: 1, name: 'Kho video' }).waitFor();
	await page.getByRole('link', { name: 'Mật khẩu mạnh' }).waitFor({ state: 'detached' });
});

story('a document that is named like a video is refused by what it is', async ({ page, expected }) => {
	await signIn(page, 'biensoan');
	await page.goto('/kho-video');
	expected(422, /\/uploads\//);
	await choose(page, 'Chọn tệp video', document);
	await page.getByText('Nội dung tệp này là tài liệu PDF').waitFor();
	await accessible(page);
	await page.getByRole('button', { name: /^Bỏ khỏi danh sách/ }).click();
	await page.getByText('Nội dung tệp này là tài liệu PDF').waitFor({ state: 'detached' });
	assert.equal(await received(page), undefined, 'nothing is left of it');
});
