import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { answerHere } from './helpers/answers';
import { fits, openOldestBrowser, slow } from './helpers/browser';
import { byTLS } from './helpers/tls';
import { signIn, stories } from './helpers/story';

// The oldest browser that we promise to serve, on a weak phone over a weak line.
const story = stories(openOldestBrowser, byTLS);
const phone = { viewport: { width: 360, height: 740 }, ignoreHTTPSErrors: true };
const patienceMs = 30_000;

async function weaken(page: Page) {
	assert.match(page.context().browser()?.version() ?? '', /^109\./);
	page.setDefaultTimeout(patienceMs);
	await slow(page, { kilobits: 300, latencyMs: 200 }, 6);
}

story(
	'on the oldest browser, a weak phone and a weak line an officer learns and takes a test',
	async ({ page }) => {
		await weaken(page);
		await signIn(page, 'quantri');
		await page.getByRole('heading', { level: 1, name: 'Việc học của tôi' }).waitFor();
		await fits(page);

		await page.getByRole('link', { name: /^(Học tiếp|Bắt đầu học)\s*: Nhận biết lừa đảo/ }).click();
		await page.getByRole('button', { name: 'Đăng ký học' }).click();
		await page.waitForURL(/\/viec-hoc\/.+/);
		await page.getByText(/^Phiên bản/).waitFor();
		await fits(page);
		const course = page.url();

		await page.getByRole('link', { name: /Đọc địa chỉ gửi và liên kết/ }).click();
		await page.getByRole('heading', { level: 1, name: 'Đọc địa chỉ gửi và liên kết' }).waitFor();
		const decision = page.getByRole('region', { name: 'Thử quyết định' }).first();
		await decision.getByRole('radio').first().check();
		await decision.getByRole('button', { name: 'Xem phản hồi' }).click();
		await decision.getByText(/Lựa chọn tốt|Chưa phải lựa chọn tốt nhất/).waitFor();
		await fits(page);

		await page.goto(course);
		const test = page.getByRole('listitem').filter({ hasText: 'Kiểm tra đầu vào' });
		await test.getByRole('button', { name: 'Bắt đầu làm bài' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Bắt đầu làm bài' }).click();
		await page.getByRole('heading', { name: /^Câu 1 trong/ }).waitFor();
		await answerHere(page);
		await page.getByText(/Đã lưu \d\d:\d\d/).waitFor();
		await fits(page);

		await page.context().setOffline(true);
		await page.getByRole('button', { name: 'Câu tiếp' }).click();
		await answerHere(page);
		await page.getByText('Mất kết nối – đã lưu trên máy').first().waitFor();
		await page.context().setOffline(false);
		await page.getByText(/Đã lưu \d\d:\d\d/).waitFor();

		await page.getByRole('button', { name: 'Xem lại và nộp' }).click();
		await page.getByRole('button', { name: 'Nộp bài' }).click();
		await page.waitForURL(/\/ket-qua\//);
		await page.getByRole('heading', { name: /điểm$/ }).waitFor();
		await fits(page);
	},
	phone
);

story(
	'on the oldest browser, a weak phone and a weak line a school loads a class and prints its slips',
	async ({ page }) => {
		const name = `10F${Date.now() % 100_000}`;
		await weaken(page);
		await signIn(page, 'nhatruong');
		await page.goto('/quan-ly/lop');
		await page.getByRole('link', { name: 'Nhập danh sách lớp' }).click();
		await page.getByLabel('Tệp danh sách').setInputFiles({
			name: 'lop-10.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from(`Họ và tên,Lớp,Mã học sinh,Năm sinh\nPhạm Gia Hân,${name},${name}-1,2008\n`)
		});
		await page.getByRole('button', { name: 'Xem các cột' }).click();
		await page.getByRole('heading', { name: 'Mỗi cột là gì?' }).waitFor();
		await fits(page);
		await page.getByRole('button', { name: 'Kiểm tra danh sách' }).click();
		await page.waitForURL(/\/danh-sach\//);
		await page.getByRole('rowheader', { name: 'Phạm Gia Hân' }).waitFor();
		await fits(page);
		await page.getByRole('button', { name: /^Ghi (cả )?1 dòng$/ }).click();
		await page.getByText('Đã ghi danh sách lúc').waitFor();
		await page.getByRole('link', { name: 'Về danh sách lớp' }).click();

		await page.getByRole('button', { name: `In phiếu mật khẩu ${name}` }).click();
		const download = page.waitForEvent('download');
		await page.getByRole('dialog').getByRole('button', { name: 'In phiếu mật khẩu' }).click();
		assert.match((await download).suggestedFilename(), /\.pdf$/);
		await fits(page);
	},
	phone
);
