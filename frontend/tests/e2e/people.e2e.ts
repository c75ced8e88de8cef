import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { pick, signIn, stories } from './helpers/story';

const story = stories();

async function openList(page: Page) {
	await page.goto('/quan-ly/nguoi');
	await page.getByRole('heading', { level: 1, name: 'Người của cơ quan' }).waitFor();
	await page.getByRole('rowheader').first().waitFor();
}

/** addOfficer adds somebody by hand and stands on their page. */
async function addOfficer(page: Page, name: string) {
	await page.goto('/quan-ly/nguoi');
	await page.getByRole('link', { name: 'Thêm người' }).click();
	await page.getByLabel('Họ và tên').fill(name);
	await page.getByLabel('Chức vụ').fill('Công chức chuyên môn');
	await page.getByRole('button', { name: 'Thêm người' }).click();
	await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function giveReason(page: Page, reason: string) {
	await page.getByRole('dialog').getByLabel('Lý do').fill(reason);
}

story(
	'a focal point finds people with and without accents, and the search stands in the address',
	async ({ page }) => {
		await signIn(page, 'daumoi');
		await openList(page);
		await accessible(page);
		await page.getByLabel('Tìm theo tên hoặc mã').fill('nhan hoai');
		await page.getByRole('button', { name: 'Tìm' }).click();
		await page.waitForURL(/q=nhan/);
		await page.getByText('1 người', { exact: true }).waitFor();
		await page.getByRole('link', { name: 'Nguyễn Hoài Nhân' }).waitFor();
		await page.reload();
		await page.getByRole('link', { name: 'Nguyễn Hoài Nhân' }).waitFor();
		await page.getByLabel('Tìm theo tên hoặc mã').fill('không có ai tên này');
		await page.getByRole('button', { name: 'Tìm' }).click();
		await page.getByText('Không có ai khớp').waitFor();
		await accessible(page);
	}
);

story(
	'a person is added, corrected, given a second posting and leaves; what was typed stays after an error',
	async ({ page, expected }) => {
		const name = `Đinh Thị Thử ${String.fromCharCode(65 + (Date.now() % 26))}`;
		expected(409, /\/people$/);
		expected(422, /\/leave$/);
		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/nguoi/them');
		await page.getByLabel('Họ và tên').fill('Phạm Hồng Quân');
		await page.getByRole('button', { name: 'Thêm người' }).click();
		await page.getByText('đã có người trùng họ tên').waitFor();
		assert.equal(await page.getByLabel('Họ và tên').inputValue(), 'Phạm Hồng Quân');
		await accessible(page);
		await addOfficer(page, name);
		await accessible(page);

		await page.getByRole('button', { name: 'Sửa họ tên, mã' }).click();
		await page.getByRole('dialog').getByLabel('Mã', { exact: true }).fill('E2E-1');
		await giveReason(page, 'Bổ sung mã cán bộ');
		await accessible(page);
		await page.getByRole('dialog').getByRole('button', { name: 'Sửa họ tên, mã' }).click();
		await page.getByText('· E2E-1').waitFor();

		await page.getByRole('button', { name: 'Thôi công tác' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Thôi công tác' }).click();
		await page.getByRole('dialog').getByRole('alert').getByText(/lý do/i).waitFor();
		await page.getByRole('dialog').getByRole('button', { name: 'Hủy' }).click();
	}
);

story('a person is offered to another agency, and the offer is withdrawn', async ({ page }) => {
	const name = `Hồ Văn Chuyển ${String.fromCharCode(65 + (Date.now() % 26))}`;
	await signIn(page, 'daumoi');
	await addOfficer(page, name);
	await page.getByRole('button', { name: 'Sửa', exact: false }).nth(1).click();
	await page.getByRole('dialog').getByLabel('Từ ngày').fill('2026-01-05');
	await giveReason(page, 'Ngày tuyển dụng theo quyết định');
	await page.getByRole('dialog').getByRole('button', { name: 'Sửa hoặc kết thúc vị trí' }).click();
	// Reports of that day were due: the posting goes back to the first open day only, and a line is kept.
	await page.getByText('Đã ghi, có hiệu lực từ ngày').waitFor();
	assert.equal(await page.getByText('từ 05/01/2026').count(), 0);
	await page.getByRole('button', { name: 'Chuyển công tác' }).click();
	const dialog = page.getByRole('dialog');
	await pick(dialog, 'Cơ quan, đơn vị', 'so noi vu', /^Sở Nội vụ/);
	await giveReason(page, 'Quyết định điều động');
	await accessible(page);
	await dialog.getByRole('button', { name: 'Chuyển công tác' }).click();
	await page.getByText('Đang chờ cơ quan khác tiếp nhận').waitFor();
	await page.goto('/quan-ly/nguoi/chuyen');
	await page.getByRole('button', { name: `Rút đề nghị ${name}` }).click();
	await giveReason(page, 'Chưa có quyết định');
	await accessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Rút đề nghị' }).click();
	await page.getByText('Không có ai đang chờ chuyển').waitFor();
});

story(
	'what is entered for days whose reports were due holds from the first open day, and leaves a line',
	async ({ page }) => {
		const name = `Bùi Thị Muộn ${String.fromCharCode(65 + (Date.now() % 26))}`;
		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/nguoi/them');
		await page.getByLabel('Họ và tên').fill(name);
		await page.getByLabel('Từ ngày').fill('2026-01-05');
		await page.getByRole('button', { name: 'Thêm người' }).click();
		await page.getByText(/Đã ghi, có hiệu lực từ ngày .* kèm dòng điều chỉnh: .*Năm 2026/).waitFor();
		await page.getByRole('heading', { level: 1, name }).waitFor();
		assert.equal(await page.getByText('từ 05/01/2026').count(), 0);
		await page.goto('/quan-ly/dieu-chinh');
		await page.getByText('Thêm người').first().waitFor();
		await page.getByText('Chi tiết có trong nhật ký của cơ quan.').first().waitFor();
		assert.equal(await page.getByText(name).count(), 0);
		await accessible(page);
	}
);

story(
	'two entries of one person are compared, merged with the counts shown, and parted again',
	async ({ page }) => {
		await signIn(page, 'nhatruong');
		await page.goto('/quan-ly/nguoi/trung');
		await page
			.getByRole('button', { name: /^So sánh/ })
			.first()
			.waitFor();
		const before = await page.getByRole('button', { name: /^So sánh/ }).count();
		await accessible(page);
		await page.getByRole('button', { name: /^So sánh Võ Thị Kim Liên/ }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('rowheader', { name: 'Lượt ghi danh' }).waitFor();
		await accessible(page);
		await giveReason(page, 'Nhập hai lần khi lập danh sách');
		await dialog.getByRole('button', { name: 'Gộp hồ sơ' }).click();
		await page.getByText(/Vị trí công tác: \d+ \+ \d+ → \d+/).waitFor();
		assert.equal(await page.getByRole('button', { name: /^So sánh/ }).count(), before - 1);
		await page.getByRole('button', { name: /^Hoàn tác/ }).click();
		await giveReason(page, 'Là hai người');
		await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác' }).click();
		await page.getByRole('button', { name: /^So sánh Võ Thị Kim Liên/ }).waitFor();
	}
);

story('a school gives a class to a teacher and takes it back', async ({ page }) => {
	await signIn(page, 'nhatruong');
	await page.goto('/quan-ly/nguoi/chu-nhiem');
	await page.getByRole('rowheader', { name: 'Bùi Thanh Thảo' }).waitFor();
	await accessible(page);
	await page.getByRole('button', { name: 'Giao lớp' }).click();
	const dialog = page.getByRole('dialog');
	await pick(dialog, 'Tìm giáo viên', 'khue', /Trương Minh Khuê/);
	await dialog.getByLabel('Lớp').selectOption({ label: '11A1 (2026-2027)' });
	await accessible(page);
	await dialog.getByRole('button', { name: 'Giao lớp' }).click();
	await page.getByRole('button', { name: 'Kết thúc Trương Minh Khuê 11A1' }).click();
	await giveReason(page, 'Đổi phân công');
	await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc' }).click();
	await page.getByRole('button', { name: 'Kết thúc Trương Minh Khuê 11A1' }).waitFor({ state: 'detached' });
});

story('a school takes its students into the next year and back', async ({ page }) => {
	await signIn(page, 'nhatruong');
	await page.goto('/quan-ly/nguoi/len-lop');
	const next = page.getByLabel('Lớp mới của 11A1');
	await next.waitFor();
	assert.equal(await next.inputValue(), '12A1');
	await accessible(page);
	await page.getByRole('button', { name: 'Chuyển lên lớp' }).click();
	await page.getByRole('heading', { name: 'Các lần đã ghi' }).waitFor();
	await page.getByRole('button', { name: /^Hoàn tác/ }).click();
	await page.getByText('Đã hoàn tác').first().waitFor();
	await page.getByLabel('Lớp mới của 11A1').waitFor();
});

story(
	'a class teacher sees the own class and nobody else; the province sees nobody',
	async ({ page, newVisit }) => {
		await signIn(page, 'giaovien');
		await openList(page);
		assert.equal(await page.getByRole('link', { name: 'Thêm người' }).count(), 0);
		await page.getByText('40 người').waitFor();
		await page.getByRole('rowheader').getByRole('link').first().click();
		await page.getByRole('heading', { name: 'Lớp đã học' }).waitFor();
		assert.equal(await page.getByRole('button', { name: 'Sửa họ tên, mã' }).count(), 0);
		await accessible(page);
		const province = await newVisit();
		await signIn(province.page, 'thuongtruc');
		await province.page.goto('/quan-ly/so-lieu');
		await province.page.getByRole('columnheader', { name: 'Phải học' }).waitFor();
		assert.equal(await province.page.getByRole('link', { name: 'Người', exact: true }).count(), 0);
	}
);

story(
	'the pages of people fit a phone',
	async ({ page }) => {
		await signIn(page, 'nhatruong');
		await openList(page);
		await fits(page);
		await accessible(page);
		await page.getByRole('rowheader').getByRole('link').first().click();
		await page.getByRole('heading', { level: 1 }).waitFor();
		await fits(page);
		for (const path of ['them', 'trung', 'chuyen', 'chu-nhiem', 'len-lop']) {
			await page.goto(`/quan-ly/nguoi/${path}`);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await fits(page);
			await accessible(page);
		}
	},
	{ viewport: { width: 360, height: 740 } }
);
