import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { pick, signIn, stories } from './helpers/story';

const story = stories();

story(
	'an officer reads why a course must be learned',
	async ({ page }) => {
		await signIn(page, 'hocvien');
		await page.goto('/viec-hoc');
		await page.getByText('Vì sao tôi phải học?').first().click();
		await page.getByText('Cơ quan yêu cầu').first().waitFor();
		await page
			.getByText(/của Tỉnh Quảng Ngãi và các đơn vị trực thuộc/)
			.first()
			.waitFor();
		await fits(page);
		await accessible(page);
	},
	{ viewport: { width: 360, height: 740 } }
);

story(
	'a focal point asks for a course, sees first whom it names, and follows its progress',
	async ({ page, expected }) => {
		expected(422, /\/requirements$/); // saved once without its document
		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/yeu-cau');
		await page.getByRole('heading', { level: 1, name: 'Yêu cầu học' }).waitFor();
		await accessible(page);
		await page.getByRole('button', { name: 'Thêm yêu cầu' }).click();
		await page.getByRole('checkbox', { name: 'Văn thư, văn phòng' }).check();
		await page.getByRole('checkbox', { name: /^AN1/ }).check();
		await page.getByLabel('Thời hạn').selectOption({ label: 'Hằng năm, trước một ngày' });
		await page.getByRole('button', { name: 'Lưu yêu cầu' }).click();
		await page.getByText('Hãy ghi số, ngày của văn bản').waitFor();

		await page.getByLabel('Số, ngày văn bản').fill('Kế hoạch 15/KH-UBND ngày 20/11/2026 (mẫu)');
		await page.getByLabel('Lý do (người học đọc được)').fill('Văn thư tiếp nhận thư từ bên ngoài mỗi ngày.');
		await page.getByRole('button', { name: 'Xem trước' }).click();
		await page.getByText(/Áp dụng cho [1-9]\d* người/).waitFor();
		await accessible(page);
		await page.getByRole('button', { name: 'Lưu yêu cầu' }).click();
		await page.getByRole('heading', { name: 'Tiến độ' }).waitFor();
		await page.getByText('Văn thư, văn phòng của Xã Bình Sơn và các đơn vị trực thuộc').waitFor();
		await page.getByRole('columnheader', { name: 'Phải học' }).waitFor();
		await accessible(page);

		await page.getByRole('button', { name: 'Sửa yêu cầu' }).click();
		await page.getByRole('checkbox', { name: 'Lãnh đạo, quản lý' }).check();
		await page.getByRole('textbox', { name: 'Lý do thay đổi' }).fill('Thêm lãnh đạo đơn vị.');
		await page.getByRole('button', { name: 'Xem trước' }).click();
		await page.getByText(/Thêm [1-9]\d* người, bớt 0 người/).waitFor();
		await page.getByText('Danh sách có tên được ghi lại').waitFor();
		await page.getByRole('button', { name: 'Lưu yêu cầu' }).click();
		await page.getByRole('heading', { name: 'Các lần thay đổi' }).waitFor();
	}
);

story('an exemption is proposed by one and approved by another', async ({ page, newVisit }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/mien-hoc');
	await page.getByRole('button', { name: 'Đề nghị miễn học' }).click();
	const dialog = page.getByRole('dialog');
	await pick(dialog, 'Tìm theo tên hoặc mã', 'ng', /./);
	const name = await dialog
		.getByRole('list', { name: 'Đã chọn' })
		.getByRole('listitem')
		.locator('span')
		.first()
		.innerText();
	await dialog.getByLabel('Khóa học').selectOption({ label: 'TH1 · Thực hành: viết báo cáo nhanh sự việc' });
	await dialog.getByLabel('Lý do').fill('Đã giảng dạy nội dung này');
	await dialog.getByLabel('Số, ngày văn bản').fill('05/QĐ-UBND (mẫu)');
	await accessible(page);
	await dialog.getByRole('button', { name: 'Đề nghị miễn học' }).click();
	await page.getByText('Chờ duyệt').last().waitFor();
	assert.equal(await page.getByRole('button', { name: /^Duyệt/ }).count(), 0, 'who proposed does not decide');

	const leader = await newVisit({ viewport: { width: 360, height: 740 } });
	await signIn(leader.page, 'lanhdao');
	await leader.page.goto('/quan-ly/mien-hoc');
	// The demonstration may have a proposal for the same person.
	const approve = leader.page.getByRole('button', { name: new RegExp(`^Duyệt.*${name}`) });
	await approve.first().waitFor();
	const waiting = await approve.count();
	await fits(leader.page);
	await accessible(leader.page);
	await approve.first().click();
	await approve.nth(waiting - 1).waitFor({ state: 'detached' });
});

story('gaps by position group open the people behind them', async ({ page }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/ket-qua');
	await page.getByLabel('Khóa học').selectOption({ label: 'AN1 · Nhận biết lừa đảo trực tuyến' });
	await page.getByRole('heading', { name: 'Khoảng trống theo nhóm vị trí' }).waitFor();
	await page
		.getByRole('button', { name: /chưa hoàn thành/ })
		.first()
		.click();
	await page.getByRole('dialog').getByRole('columnheader', { name: 'Họ và tên' }).waitFor();
	await accessible(page);
});
