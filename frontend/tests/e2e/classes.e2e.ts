import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { pick, signIn, stories } from './helpers/story';

const story = stories();
const phone = { viewport: { width: 360, height: 740 } };

story('a focal point plans a class, names people and opens it', async ({ page }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/lop-tap-huan');
	await page.getByRole('heading', { level: 1, name: 'Lớp tập huấn' }).waitFor();
	await page.getByRole('rowheader').first().waitFor();
	await accessible(page);
	await page.getByLabel('Trạng thái').selectOption('finished');
	await page.waitForURL(/trang-thai=finished/);
	await page.getByRole('link', { name: 'Lập lớp mới' }).click();
	await page.getByRole('heading', { level: 1, name: 'Lập lớp mới' }).waitFor();
	await page.getByLabel('Tên lớp').fill('Lớp tập huấn một cửa');
	await page.getByLabel('Khóa học').selectOption({ index: 1 });
	await page.getByLabel('Địa điểm').fill('Hội trường xã');
	await accessible(page);
	await page.getByRole('button', { name: 'Lập lớp' }).click();
	await page.getByRole('heading', { level: 1, name: 'Lớp tập huấn một cửa' }).waitFor();

	await page.getByRole('button', { name: 'Sửa các buổi' }).click();
	await page.getByLabel('Phòng').fill('Phòng 1');
	await page.getByRole('button', { name: 'Lưu' }).click();
	await page.getByText('Phòng 1').waitFor();
	await page.getByRole('button', { name: 'Mở lớp' }).click();
	await page.getByText('Đang mở').waitFor();

	await page.getByRole('button', { name: 'Cử người tham gia' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('combobox', { name: 'Tên hoặc mã cán bộ' }).fill('thu lai');
	await dialog.getByRole('option', { name: /^Phạm Thị Thu Lài/ }).waitFor();
	await accessible(page); // the open list
	await pick(dialog, 'Tên hoặc mã cán bộ', 'thu lai', /^Phạm Thị Thu Lài/);
	await dialog.getByRole('button', { name: 'Cử người tham gia' }).click();
	await page.getByRole('rowheader', { name: 'Phạm Thị Thu Lài' }).waitFor();
	await accessible(page);
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Danh sách lớp (PDF)' }).click();
	assert.match((await download).suggestedFilename(), /danh-sach\.pdf$/);
});

story(
	'two phones mark the same person, and both show what stands',
	async ({ page, newVisit }) => {
		const other = (await newVisit(phone)).page;
		await signIn(page, 'biensoan');
		await page.goto('/viec-hoc');
		await page
			.getByRole('link', { name: /^Lớp tập huấn/ })
			.first()
			.click();
		await page.getByRole('link', { name: /^Điểm danh ?: Buổi 1/ }).click();
		const state = (on: typeof page, name: string, pressed = false) =>
			on.getByRole('button', { name, exact: true, pressed }).first();
		await state(page, 'Có mặt').waitFor();
		await signIn(other, 'daumoi');
		await other.goto(page.url());
		await state(other, 'Có mặt').waitFor();

		// The first marks without a line, the second later with one: the later mark stands, wherever it came from.
		await page.context().setOffline(true);
		await state(page, 'Vắng').click();
		await page.getByText('Đã lưu trên máy (1 người)').waitFor();
		await state(other, 'Đến muộn').click();
		await other.getByText('Đã lưu lúc').waitFor();
		await page.context().setOffline(false);
		await page.getByText('Đã lưu lúc').waitFor();
		await state(page, 'Đến muộn', true).waitFor();
		await page.reload();
		await state(page, 'Đến muộn', true).waitFor();

		// A page that was closed before its mark arrived: it goes out when the instructor comes by again.
		const marks = (url: URL) => url.pathname.includes('/roll-calls/');
		await page.context().route(marks, (route) => route.abort());
		await state(page, 'Có mặt').click();
		await page.getByText('Đã lưu trên máy (1 người)').waitFor();
		await page.goto('about:blank');
		await page.context().unroute(marks);
		const sent = page.waitForResponse(
			(answer) => answer.request().method() === 'PUT' && answer.url().includes('/roll-calls/')
		);
		await page.goto('/viec-hoc');
		assert.equal((await sent).status(), 200);
		await other.reload();
		await state(other, 'Có mặt', true).waitFor();
	},
	phone
);

story(
	'an instructor calls the roll without a line, and it arrives when the line is back',
	async ({ page, expected }) => {
		await signIn(page, 'biensoan');
		await page.goto('/viec-hoc');
		await page.getByText('Giảng viên, báo cáo viên').first().waitFor();
		await page
			.getByRole('link', { name: /^Lớp tập huấn/ })
			.first()
			.click();
		await page.getByRole('link', { name: /^Điểm danh ?: Buổi 1/ }).click();
		await page.getByRole('heading', { level: 1, name: /Điểm danh: Buổi 1/ }).waitFor();
		await page.getByRole('button', { name: 'Có mặt' }).first().waitFor();
		await accessible(page);
		await fits(page);

		const rows = page
			.getByRole('listitem')
			.filter({ has: page.getByRole('button', { name: 'Vắng', exact: true }) });
		const people = await rows.count();
		await page.context().setOffline(true);
		await rows.first().getByRole('button', { name: 'Vắng', exact: true }).click();
		await page.getByText('Đã lưu trên máy (1 người)').waitFor();
		await page.context().setOffline(false);
		await page.getByText('Đã lưu lúc').waitFor();

		await rows.first().getByRole('button', { name: 'Có lý do' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Bận công tác' }).click();
		await page.getByText('Bận công tác').first().waitFor();
		if (people > 1) await page.getByRole('button', { name: 'Người còn lại có mặt' }).click();
		await page.getByText(`Đã điểm danh ${people}/${people}`).waitFor();
		await page.getByText('Đã lưu lúc').waitFor();
		await page.getByRole('button', { name: 'Khóa điểm danh' }).click();
		await page.getByText('Đã khóa').waitFor();

		expected(409, /roll-calls/);
		await rows.first().getByRole('button', { name: 'Đến muộn' }).click();
		await page.getByText('Nêu lý do để gửi phần vừa sửa').waitFor();
		await page.getByRole('textbox', { name: 'Lý do' }).fill('Đến lúc 8 giờ 20');
		await page.getByRole('button', { name: 'Gửi phần sửa' }).click();
		await page.getByText('Nêu lý do để gửi phần vừa sửa').waitFor({ state: 'hidden' });
		await page.reload();
		await rows.first().getByRole('button', { name: 'Đến muộn', pressed: true }).waitFor();
	},
	phone
);

story(
	'a learner sees the own class with time, place and calendar',
	async ({ page }) => {
		await signIn(page, 'hocvien');
		await page.goto('/viec-hoc');
		await page.getByRole('heading', { level: 2, name: 'Lớp tập huấn' }).waitFor();
		await accessible(page);
		await fits(page);
		const download = page.waitForEvent('download');
		await page
			.getByRole('link', { name: /^Thêm vào lịch/ })
			.first()
			.click();
		assert.match((await download).suggestedFilename(), /\.ics$/);
		await page
			.getByRole('link', { name: /^Lớp tập huấn/ })
			.first()
			.click();
		await page.getByText('Đã có chỗ trong lớp này.').waitFor();
		await fits(page);
	},
	phone
);

story(
	'a teacher registers for a class from the course page and takes it back',
	async ({ page }) => {
		await signIn(page, 'giaovien');
		await page.goto('/khoa-hoc/an1');
		await page.getByRole('heading', { level: 2, name: 'Lớp tập huấn của khóa học này' }).waitFor();
		await accessible(page);
		await fits(page);
		await page
			.getByRole('link', { name: /^Xem và đăng ký/ })
			.first()
			.click();
		await page.getByRole('button', { name: 'Đăng ký tham gia' }).click();
		await page.getByText('đang chờ đơn vị chủ trì duyệt').waitFor();
		assert.equal(
			await page.getByText('https://hop.quangngai.gov.vn').count(),
			0,
			'the meeting address is for participants'
		);
		await accessible(page);
		await page.getByRole('button', { name: 'Hủy đăng ký' }).click();
		await page.getByRole('button', { name: 'Đăng ký tham gia' }).waitFor();
	},
	phone
);

story('a province role sees numbers and no names', async ({ page }) => {
	await signIn(page, 'tinh');
	await page.goto('/quan-ly/lop-tap-huan');
	await page.getByRole('rowheader').getByRole('link').first().click();
	await page.getByText('Vai trò này chỉ xem số lượng').waitFor();
	assert.equal(await page.getByRole('heading', { name: 'Người được cử tham gia' }).count(), 0);
	await accessible(page);
});
