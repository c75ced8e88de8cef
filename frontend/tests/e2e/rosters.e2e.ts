import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

/** choose puts a text file into the upload and asks for its columns. */
async function choose(page: Page, name: string, lines: string[]): Promise<void> {
	await page.getByLabel('Tệp danh sách').setInputFiles({
		name,
		mimeType: 'text/csv',
		buffer: Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`)
	});
	await page.getByRole('button', { name: 'Xem các cột' }).click();
}

/** check goes on to the dry run. */
async function check(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Kiểm tra danh sách' }).click();
	await page.waitForURL(/\/danh-sach\/[0-9a-f-]{36}/);
	await page.getByText('chưa ghi gì vào hệ thống').waitFor();
	await page.getByRole('rowheader').first().waitFor();
}

story('a file that is no list is refused before it is sent', async ({ page }) => {
	await signIn(page, 'nhatruong');
	await page.goto('/quan-ly/danh-sach?loai=hoc-sinh');
	await page.getByLabel('Tệp danh sách').setInputFiles({
		name: 'danh-sach.xls',
		mimeType: 'application/vnd.ms-excel',
		buffer: Buffer.from('not a workbook')
	});
	await page.getByRole('button', { name: 'Xem các cột' }).click();
	await page.getByText('Cần một tệp .xlsx').waitFor();
	await accessible(page);
});

story('a file that is refused says why, and what was typed stays', async ({ page, expected }) => {
	expected(422, /\/rosters\/columns$/);
	await signIn(page, 'nhatruong');
	await page.goto('/quan-ly/danh-sach?loai=hoc-sinh');
	await page.getByLabel('Năm học').fill('2025-2026');
	await choose(page, 'loi.csv', ['Xin chào', 'Lê An,10A1']);
	await page.getByText('Không thấy dòng tiêu đề trong 20 dòng đầu').waitFor();
	assert.equal(await page.getByLabel('Năm học').inputValue(), '2025-2026');
	await accessible(page);
});

story(
	'a school uploads a class list, sees each row judged, writes a chosen part and assigns a course',
	async ({ page }) => {
		const name = `10E${Date.now() % 100_000}`;
		await signIn(page, 'nhatruong');
		await page.goto('/quan-ly/lop');
		await page.getByRole('link', { name: 'Nhập danh sách lớp' }).click();
		await choose(page, 'lop-10.csv', [
			'STT,Họ và tên,Lớp,Mã học sinh,Năm sinh,Dân tộc',
			`1,Phạm Gia Bảo,${name},E2E-${name}-1,2008,Kinh`,
			`2,Đinh Thị K’ Rớt,${name},E2E-${name}-2,2011,Hrê`,
			`3,Lê Minh,,E2E-${name}-3,2011,Kinh`,
			`4,Lê Bỏ Lại,${name},E2E-${name}-4,2011,Kinh`
		]);
		await page.getByRole('heading', { name: 'Mỗi cột là gì?' }).waitFor();
		assert.equal(await page.getByLabel('Họ và tên').inputValue(), 'name');
		assert.equal(await page.getByLabel('Dân tộc').isDisabled(), true);
		assert.equal(await page.getByText('Hrê').count(), 0);
		await accessible(page);
		await check(page);
		await accessible(page);
		await page.getByRole('button', { name: /Không nhận$/ }).click();
		await page.waitForURL(/ket-qua=refused/);
		await page.getByRole('rowheader', { name: 'Phạm Gia Bảo' }).waitFor({ state: 'detached' });
		await page.getByRole('button', { name: /Tất cả$/ }).click();
		await page.getByRole('checkbox', { name: 'Ghi dòng 5' }).uncheck();
		const file = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Tải lại tệp kèm kết quả' }).click();
		assert.match((await file).suggestedFilename(), /^ket-qua-lop-10\.xlsx$/);

		await page.getByRole('button', { name: 'Ghi 2 dòng' }).click();
		await page.getByText('Đã ghi danh sách lúc').waitFor();
		await accessible(page);
		await page.getByRole('button', { name: 'In phiếu cho' }).click();
		const slips = page.waitForEvent('download');
		await page.getByRole('dialog').getByRole('button', { name: 'In phiếu', exact: true }).click();
		assert.match((await slips).suggestedFilename(), /\.pdf$/);
		await page.getByRole('link', { name: 'Về danh sách lớp' }).click();
		await page.getByRole('button', { name: `Giao khóa học ${name}` }).click();
		await page.getByRole('dialog').getByLabel('Khóa học').selectOption('an1');
		await page.getByRole('dialog').getByRole('button', { name: 'Giao khóa học' }).click();
		await page.getByText('Đã ghi danh 2 người; 0 người đã có từ trước.').waitFor();

		await page.goto('/quan-ly/danh-sach/phieu');
		await page.getByRole('rowheader', { name: 'Phạm Gia Bảo' }).waitFor();
		await accessible(page);
	}
);

story('a commune uploads its officers, corrects a column, writes and undoes the list', async ({ page }) => {
	const mark = `E${Date.now() % 1_000_000}`;
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/danh-sach');
	await choose(page, 'can-bo.csv', [
		'DANH SÁCH CÁN BỘ;;;;;',
		'STT;Họ và tên;Năm sinh;Chức vụ;Phòng ban;Ký hiệu riêng',
		'I;Lãnh đạo;;;;',
		`1;Nguyễn Hoàng Sơn;1975;Chủ tịch UBND;;${mark}-1`,
		`2;Trần Minh Đức;1990;Tổ trưởng Tổ công nghệ số;Văn phòng HĐND và UBND;${mark}-2`,
		`3;Lê Thị Lạ;1991;Chuyên viên;Phòng Không Có;${mark}-3`,
		';Người lập biểu;;;;'
	]);
	await page.getByLabel('Ký hiệu riêng').selectOption({ label: 'Mã' });
	await page.getByText('Nhóm vị trí theo chức vụ').click();
	await page.getByLabel('Tổ trưởng Tổ công nghệ số').selectOption({ label: 'Lãnh đạo, quản lý' });
	await accessible(page);
	await check(page);
	await page.getByText('Không có đơn vị này trong cơ quan').waitFor();
	await page.getByRole('cell', { name: `${mark}-2` }).waitFor();
	await page.getByRole('button', { name: 'Ghi 2 dòng' }).click();
	await page.getByText('Đã ghi danh sách lúc').waitFor();
	await page.getByRole('button', { name: 'Hoàn tác' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác' }).click();
	await page.getByText('Đã hoàn tác lúc').waitFor();
	await page.getByRole('button', { name: /Giữ lại$/ }).click();
	await page.getByText('Không có dòng nào thuộc loại này.').waitFor();
	await accessible(page);

	await page.getByRole('link', { name: 'Về trang danh sách' }).click();
	await page.getByRole('link', { name: 'can-bo.csv' }).first().waitFor();
	await accessible(page);
});

story(
	'a list with days whose reports were due says since when each row will hold, and leaves a line',
	async ({ page }) => {
		const mark = `K${Date.now() % 1_000_000}`;
		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/danh-sach');
		await choose(page, 'can-bo-muon.csv', [
			'STT;Họ và tên;Mã cán bộ;Năm sinh;Chức vụ;Từ ngày',
			`1;Hồ Thị Ghi Muộn;${mark}-1;1985;Chuyên viên;05/01/2026`,
			`2;Hồ Văn Ghi Muộn;${mark}-2;1986;Chuyên viên;05/01/2026`
		]);
		await check(page);
		assert.equal(await page.getByText(/nên vị trí được ghi từ ngày \d{2}\/\d{2}\/\d{4}/).count(), 2);
		await accessible(page);
		await page.getByRole('button', { name: 'Ghi 2 dòng' }).click();
		await page.getByText('Đã ghi danh sách lúc').waitFor();
		await page.goto('/quan-ly/dieu-chinh');
		await page.getByText('Ghi danh sách cán bộ: 2 người').first().waitFor();
		await accessible(page);
	}
);

story(
	'the pages of lists fit a phone',
	async ({ page }) => {
		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/danh-sach');
		await fits(page);
		await choose(page, 'dien-thoai.csv', [
			'STT;Họ và tên;Năm sinh;Chức vụ;Phòng ban chuyên môn trực thuộc Ủy ban nhân dân',
			'1;Nguyễn Hoàng Sơn;1975;Chủ tịch UBND;'
		]);
		await page.getByRole('heading', { name: 'Mỗi cột là gì?' }).waitFor();
		await fits(page);
		await accessible(page);
		await check(page);
		await fits(page);
		await accessible(page);
		await page.goto('/quan-ly/danh-sach/phieu');
		await page.getByRole('heading', { level: 1, name: 'Phiếu chưa dùng' }).waitFor();
		await fits(page);
	},
	{ viewport: { width: 360, height: 740 } }
);

story('a school makes a token for its software, sees it once and revokes it', async ({ page }) => {
	const name = `Phần mềm ${Date.now() % 100_000}`;
	await signIn(page, 'nhatruong');
	await page.goto('/quan-ly/danh-sach');
	await page.getByRole('link', { name: 'Khóa kết nối' }).click();
	await page.getByLabel('Tên phần mềm').fill(name);
	await page.getByRole('button', { name: 'Tạo khóa' }).click();
	assert.match(await page.getByLabel('Khóa vừa tạo').inputValue(), /^thk_[\w-]{43}$/);
	await page.getByRole('rowheader', { name }).waitFor();
	await accessible(page);
	await page.reload();
	await page.getByRole('rowheader', { name }).waitFor();
	assert.equal(await page.getByLabel('Khóa vừa tạo').count(), 0);
	await page.getByRole('button', { name: `Thu hồi ${name}` }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
	await page.getByText('Đã thu hồi').first().waitFor();
	await accessible(page);
});
