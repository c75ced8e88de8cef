import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const desk = { viewport: { width: 1440, height: 900 } };

/** write types into a field that the keyboard has come to. */
async function write(page: Page, label: string, text: string): Promise<void> {
	await page.getByLabel(label, { exact: true }).focus();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(text);
}

const save = (page: Page) => page.getByRole('button', { name: 'Lưu bản nháp' });

story(
	'an author writes questions by keyboard, is told what is missing at its field, tries them and saves',
	async ({ page }) => {
		await signIn(page, 'biensoan');
		await page.goto('/ngan-hang/an1/soan');
		await write(page, 'Câu hỏi', 'Nhận **cuộc gọi lạ** xưng công an, anh chị làm gì trước?');
		await write(page, 'Phương án 1', 'Cúp máy, gọi số chính thức');
		await write(page, 'Phương án 2', 'Làm theo lời dặn');
		await write(page, 'Phương án 3', 'Gửi ảnh căn cước');
		await write(page, 'Mã câu', 'cuoc-goi-thu');

		// The fourth option is empty, and none is right yet: saving leads to what is missing.
		await page.getByText('chỗ cần hoàn thiện').waitFor();
		await save(page).press('Enter');
		const fourth = page.getByLabel('Phương án 4', { exact: true });
		await page.getByText('Không được để trống').first().waitFor();
		assert.equal(await fourth.getAttribute('aria-invalid'), 'true');
		await accessible(page);
		await fits(page);
		await fourth.focus();
		await page.keyboard.insertText('Chuyển tiền để xác minh');
		await page.getByRole('radio', { name: 'Đáp án đúng' }).first().focus();
		await page.keyboard.press('Space');

		const preview = page.getByRole('region', { name: 'Xem trước' });
		await preview.getByRole('radio', { name: 'Làm theo lời dặn' }).focus();
		await page.keyboard.press('Space');
		await preview.getByRole('button', { name: 'Chấm thử' }).press('Enter');
		await preview.getByText('0,0/1,0').waitFor();
		await preview.getByRole('button', { name: 'Điền đáp án' }).press('Enter');
		await preview.getByText('1,0/1,0').waitFor();
		await accessible(page);

		// A closed tab loses nothing.
		await page.getByText('Chưa lưu; đã giữ trên máy này').waitFor();
		await page.reload();
		await page.getByText('Đã mở lại phần bạn sửa dở trên máy này.').waitFor();
		await write(page, 'Mã câu', 'cuoc-goi-thu');
		await preview.getByRole('radio', { name: 'Làm theo lời dặn' }).waitFor();
		await page.keyboard.press('ControlOrMeta+s');
		await page.getByText('Đã lưu bản 1').waitFor();
		await page.getByRole('heading', { level: 1, name: 'Sửa câu cuoc-goi-thu' }).waitFor();

		await page.goto('/ngan-hang/an1/soan');
		await page.getByLabel('Loại câu hỏi').selectOption('ordering');
		await write(page, 'Mã câu', 'thu-tu-thu');
		await write(page, 'Câu hỏi', 'Xếp các việc cần làm theo thứ tự.');
		for (const [at, step] of ['Báo công an', 'Ngắt mạng', 'Đổi mật khẩu', 'Gọi ngân hàng'].entries())
			await write(page, `Bước ${at + 1}`, step);
		await page.getByLabel('Bước 2', { exact: true }).press('Alt+ArrowUp');
		assert.equal(await page.getByLabel('Bước 1', { exact: true }).inputValue(), 'Ngắt mạng');
		await preview.getByRole('button', { name: 'Điền đáp án' }).press('Enter');
		await preview.getByText('1,0/1,0').waitFor();
		await save(page).press('Enter');
		await page.getByText('Đã lưu bản 1').waitFor();
	},
	desk
);

story(
	'an author sees which cell of a blueprint is short, simulates papers and publishes',
	async ({ page }) => {
		await signIn(page, 'biensoan');
		await page.goto('/ngan-hang/an1/ma-tran');
		const cell = page.getByRole('spinbutton').first();
		const before = Number(await cell.inputValue());
		await cell.fill('150');
		await cell.press('Tab');
		await page.getByText(/cần 150 câu, ngân hàng chỉ có \d+ câu đã duyệt/).waitFor();
		await accessible(page);
		await fits(page);
		await cell.fill(String(before));
		await cell.press('Tab');

		await page.getByRole('button', { name: 'Mô phỏng 10.000 đề' }).press('Enter');
		await page.getByText(/10\.000 đề: người học dự kiến được trung bình/).waitFor();
		await page
			.getByText(/đúng \d+ ở mọi đề/)
			.first()
			.waitFor();
		await accessible(page);

		await page.getByLabel('Thời gian (phút)').fill('47');
		await page.getByRole('button', { name: 'Công bố phiên bản mới' }).press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Công bố ma trận đề mới' });
		await dialog.getByText('47').waitFor();
		await accessible(page);
		await dialog.getByRole('button', { name: 'Công bố phiên bản mới' }).press('Enter');
		await page.getByText(/Đã công bố phiên bản \d+ của khóa học/).waitFor();
	},
	desk
);
