import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { pictureOf } from './helpers/picture';
import { signIn, stories } from './helpers/story';

const story = stories();
const desk = { viewport: { width: 1440, height: 900 } };

/** write types into a field that the keyboard has come to. */
async function write(page: Page, label: string, text: string): Promise<void> {
	await page.getByLabel(label, { exact: true }).focus();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(text);
}

/** give hands a picture to a field, as pasting or dropping it does. */
async function give(
	field: Locator,
	how: 'paste' | 'drop',
	{ name, mimeType, buffer }: ReturnType<typeof pictureOf>
) {
	await field.evaluate(
		(element, { how, name, mimeType, bytes }) => {
			const data = new DataTransfer();
			data.items.add(new File([Uint8Array.from(bytes)], name, { type: mimeType }));
			const event =
				how === 'paste'
					? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
					: new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
			element.dispatchEvent(event);
		},
		{ how, name, mimeType, bytes: [...buffer] }
	);
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
	'an author puts pictures into a question, each described, and learners would see them',
	async ({ page }) => {
		await signIn(page, 'biensoan');
		await page.goto('/ngan-hang/an1/soan');
		await write(page, 'Mã câu', 'hinh-thu');
		await write(page, 'Câu hỏi', 'Trang nào là trang giả?');
		const toolbar = page.getByRole('group', { name: 'Trình bày: Câu hỏi' });
		await toolbar.getByRole('button', { name: 'Thêm hình' }).press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Thêm hình' });
		const keep = dialog.getByRole('button', { name: 'Thêm hình', exact: true });
		const input = dialog.locator('input[type=file]');
		await keep.press('Enter');
		await dialog.getByText('Hãy chọn một hình.').waitFor();
		await input.setInputFiles({
			name: 'a.txt',
			mimeType: 'text/plain',
			buffer: Buffer.from('không phải hình')
		});
		await dialog.getByText('Chỉ nhận hình PNG, JPEG hoặc WebP.').waitFor();
		await input.setInputFiles({ ...pictureOf(40, 30), buffer: Buffer.alloc(6 * 2 ** 20) });
		await dialog.getByText('Hình lớn quá 5 MB.').waitFor();
		await input.setInputFiles(pictureOf(640, 360));
		await dialog.getByRole('button', { name: 'Đổi hình' }).waitFor();
		await keep.press('Enter');
		await dialog.getByText('Hãy mô tả hình bằng lời.').waitFor();
		await accessible(page);
		await dialog.getByLabel('Mô tả hình').fill('Hai trang đăng nhập cạnh nhau');
		await keep.press('Enter');
		await dialog.waitFor({ state: 'detached' });
		await page
			.getByRole('list', { name: 'Hình của: Câu hỏi' })
			.getByRole('button', { name: 'Sửa Hai trang đăng nhập cạnh nhau' })
			.waitFor();

		// A picture that is an option by itself is always described; beside words it may be an ornament.
		await give(page.getByLabel('Phương án 1', { exact: true }), 'paste', pictureOf(80, 60));
		await dialog.getByRole('button', { name: 'Đổi hình' }).waitFor();
		assert.equal(await dialog.getByRole('checkbox').count(), 0, 'a picture alone is said to be an ornament');
		await dialog.getByLabel('Mô tả hình').fill('Trang có ổ khóa');
		await keep.press('Enter');
		await write(page, 'Phương án 2', 'Trang thứ hai');
		await give(page.getByLabel('Phương án 2', { exact: true }), 'drop', pictureOf(96, 64));
		await dialog.getByRole('button', { name: 'Đổi hình' }).waitFor();
		await dialog.getByRole('checkbox', { name: 'Hình chỉ để trang trí' }).check();
		await keep.press('Enter');
		await page.getByRole('button', { name: 'Sửa Hình trang trí' }).waitFor();
		await write(page, 'Phương án 3', 'Trang thứ ba');
		await write(page, 'Phương án 4', 'Trang thứ tư');
		await page.getByRole('radio', { name: 'Đáp án đúng' }).first().check();

		const preview = page.getByRole('region', { name: 'Xem trước' });
		await preview.getByRole('img', { name: 'Hai trang đăng nhập cạnh nhau' }).waitFor();
		await preview.getByRole('radio', { name: 'Trang có ổ khóa' }).check();
		await preview.getByRole('button', { name: 'Chấm thử' }).click();
		await preview.getByText('1,0/1,0').waitFor();
		await accessible(page);
		await fits(page);

		await page.getByRole('button', { name: 'Sửa Trang có ổ khóa' }).click();
		const change = page.getByRole('dialog', { name: 'Sửa hình' });
		await change.getByLabel('Mô tả hình').fill('Trang có ổ khóa [mở]');
		await change.getByRole('button', { name: 'Lưu hình' }).click();
		await page.getByRole('button', { name: 'Bỏ hình: Hình trang trí' }).click();
		await preview.getByRole('radio', { name: 'Trang có ổ khóa [mở]' }).waitFor();
		await save(page).click();
		await page.getByText('Đã lưu bản 1').waitFor();
		await page.goto('/ngan-hang/an1/cau/hinh-thu');
		await page.getByRole('img', { name: 'Hai trang đăng nhập cạnh nhau' }).first().waitFor();
		await page.goto('/ngan-hang/an1?tim=hinh-thu');
		await page
			.getByRole('link', { name: 'Trang nào là trang giả? [Hai trang đăng nhập cạnh nhau]' })
			.waitFor();
	},
	desk
);

story(
	'the preview has the layout of a phone or of a computer, whatever the window',
	async ({ page }) => {
		await signIn(page, 'biensoan');
		await page.goto('/ngan-hang/an1/soan?cau=an1-m1-017');
		const preview = page.getByRole('region', { name: 'Xem trước' });
		const row = preview.getByRole('listitem').first();
		const choice = row.getByRole('combobox');
		await choice.waitFor();
		/** inset is how far to the right in its row the list of choices begins, as a share of the row. */
		const inset = async () => {
			const [outer, inner] = [await row.boundingBox(), await choice.boundingBox()];
			return (inner!.x - outer!.x) / outer!.width;
		};
		assert.ok((await inset()) < 0.1, 'on a phone a choice stands below what it belongs to');
		await accessible(page);
		await fits(page);
		await preview.getByRole('button', { name: 'Máy tính' }).press('Enter');
		assert.ok((await inset()) > 0.4, 'on a computer a choice stands beside what it belongs to');
		await choice.selectOption({ index: 1 });
		await preview.getByRole('button', { name: 'Chấm thử' }).press('Enter');
		await preview.getByText('/1,0').first().waitFor();
	},
	desk
);

story(
	'the image of a hotspot is dropped and described, and its regions are drawn upon it',
	async ({ page }) => {
		await signIn(page, 'biensoan');
		await page.goto('/ngan-hang/an1/soan');
		await page.getByLabel('Loại câu hỏi').selectOption('hotspot');
		await write(page, 'Mã câu', 'diem-thu');
		await write(page, 'Câu hỏi', 'Chỉ vào địa chỉ lạ.');
		await give(page.getByRole('group', { name: 'Hình', exact: true }), 'drop', pictureOf(400, 200));
		await write(page, 'Mô tả hình', 'Trang đăng nhập có thanh địa chỉ ở trên');
		await page.getByRole('button', { name: '+ Thêm vùng' }).press('Enter');
		await write(page, 'Trong vùng có gì', 'Thanh địa chỉ');
		const preview = page.getByRole('region', { name: 'Xem trước' });
		await preview.getByRole('img', { name: 'Trang đăng nhập có thanh địa chỉ ở trên' }).waitFor();
		const drawn = page.waitForResponse((answer) => answer.url().endsWith('/questions/preview'));
		await write(page, 'Tọa độ (điểm ảnh)', '20, 10, 380, 60');
		await drawn;
		await preview.getByRole('button', { name: 'Điền đáp án' }).press('Enter');
		await preview.getByText('1,0/1,0').waitFor();
		await accessible(page);
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
