import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

/** local writes a moment as the fields of the form hold it, in Vietnam's time. */
function local(hoursFromNow: number): [day: string, time: string] {
	const at = new Date(Date.now() + hoursFromNow * 3_600_000);
	const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
		timeZone: 'Asia/Ho_Chi_Minh',
		dateStyle: 'short',
		timeStyle: 'short'
	})
		.format(at)
		.split(' ');
	return [day, time];
}

async function fillTimes(page: Page, opens: number, closes: number) {
	for (const [label, hours] of [
		['Giờ mở', opens],
		['Giờ đóng', closes]
	] as const) {
		const [day, time] = local(hours);
		await page.getByLabel(`${label}: ngày`).fill(day);
		await page.getByLabel(`${label}: giờ`).fill(time);
	}
}

async function openTest(page: Page) {
	await page.getByRole('link', { name: /^(Học tiếp|Bắt đầu học)\s*: Nhận biết lừa đảo/ }).click();
	const row = page.getByRole('listitem').filter({ hasText: 'Kiểm tra cuối khóa' });
	await row.waitFor();
	return row;
}

story(
	'a class teacher opens a test in its hours, and the class starts it with the code',
	async ({ page, newVisit }) => {
		await signIn(page, 'giaovien');
		await page.goto('/quan-ly/kiem-tra');
		await page.getByRole('heading', { name: 'Chưa có đợt kiểm tra nào' }).waitFor();
		await accessible(page);
		await page.getByRole('button', { name: 'Mở đợt kiểm tra' }).click();
		const form = page.getByRole('dialog');
		await form.getByText('Lớp 12A1').waitFor();
		await form.getByLabel('Khóa học').selectOption('an1');
		await form.getByLabel('Tên đợt').fill('Kiểm tra tháng 12');
		await fillTimes(page, 2, 3);
		await form.getByLabel('Tạo mã dễ đọc').check();
		await accessible(page);
		await form.getByRole('button', { name: 'Mở đợt', exact: true }).click();
		const code = (await page.locator('.code').textContent())?.trim() ?? '';
		await accessible(page);
		await page.getByRole('button', { name: 'Đã ghi lại' }).click();
		const line = page.getByRole('listitem').filter({ hasText: 'Kiểm tra tháng 12' });
		await line.getByText('Sắp mở').waitFor();
		await line.getByText('Có mã vào phòng').waitFor();

		const student = await newVisit();
		await signIn(student.page, 'hocsinh');
		const closed = await openTest(student.page);
		await closed.getByText(/Mở lúc .+, đợt “Kiểm tra tháng 12”/).waitFor();
		await accessible(student.page);

		await line.getByRole('button', { name: /^Sửa/ }).click();
		await fillTimes(page, -1, 1);
		await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
		await line.getByText('Đang mở').waitFor();

		await student.page.reload();
		await student.page
			.getByText(/Đang mở đến/)
			.first()
			.waitFor();
		await student.page
			.getByRole('listitem')
			.filter({ hasText: 'Kiểm tra cuối khóa' })
			.getByRole('button', { name: 'Bắt đầu làm bài' })
			.click();
		const start = student.page.getByRole('dialog').getByRole('button', { name: 'Bắt đầu làm bài' });
		student.expected(409, /\/attempts$/);
		await start.click();
		await student.page.getByText('Đợt kiểm tra này cần mã vào phòng').waitFor();
		await accessible(student.page);
		await student.page.getByLabel('Mã vào phòng').fill('SAI-MA-138');
		await start.click();
		await student.page.getByText('Mã vào phòng không đúng').waitFor();
		await student.page.getByLabel('Mã vào phòng').fill(code.toLowerCase().replace('-', ' '));
		await start.click();
		await student.page.getByRole('heading', { name: /^Câu 1 trong/ }).waitFor();

		await page.reload();
		await line.getByText('1 lượt đã bắt đầu, 0 lượt đã nộp').waitFor();
		await line.getByRole('button', { name: /^Hủy đợt/ }).click();
		await page.getByRole('dialog').getByText('1 người đang làm bài vẫn làm tiếp').waitFor();
		await page.getByRole('dialog').getByLabel('Lý do').fill('Phòng máy mất điện');
		await page.getByRole('dialog').getByRole('button', { name: 'Hủy đợt' }).click();
		await line.getByText('Đã hủy').waitFor();
		await student.page.reload();
		await student.page.getByRole('heading', { name: /^Câu 1 trong/ }).waitFor();
	}
);

story('a school opens a test for everybody, and a class teacher looks at it', async ({ page, newVisit }) => {
	await signIn(page, 'nhatruong');
	await page.goto('/quan-ly/kiem-tra');
	await page.getByRole('button', { name: 'Mở đợt kiểm tra' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Dành cho').selectOption({ label: 'Cả cơ quan và các đơn vị trực thuộc' });
	await form.getByLabel('Khóa học').selectOption('th1');
	await form.getByLabel('Tên đợt').fill('Cả trường viết báo cáo nhanh');
	await fillTimes(page, 24, 26);
	await form.getByRole('button', { name: 'Mở đợt', exact: true }).click();
	const line = page.getByRole('listitem').filter({ hasText: 'Cả trường viết báo cáo nhanh' });
	await line.getByRole('button', { name: /^Hủy đợt/ }).waitFor();

	const { page: teacher } = await newVisit({ viewport: { width: 360, height: 740 } });
	await signIn(teacher, 'giaovien');
	await teacher.goto('/quan-ly/kiem-tra');
	const seen = teacher.getByRole('listitem').filter({ hasText: 'Cả trường viết báo cáo nhanh' });
	await seen.getByText('Chỉ xem').waitFor();
	await seen.getByText(/Trường THPT Bình Sơn mở cho cả cơ quan và đơn vị trực thuộc/).waitFor();
	await seen.getByText('Trong số người của mình: 0 lượt đã bắt đầu, 0 lượt đã nộp').waitFor();
	assert.equal(await seen.getByRole('button').count(), 0, 'what is only looked at has no button');
	await accessible(teacher);
	await fits(teacher);

	await line.getByRole('button', { name: /^Hủy đợt/ }).click();
	await page.getByRole('dialog').getByLabel('Lý do').fill('Trùng lịch thi học kỳ');
	await page.getByRole('dialog').getByRole('button', { name: 'Hủy đợt' }).click();
	await line.getByText('Đã hủy').waitFor();
});

story("the commune's sitting is told to its learners before they start", async ({ page, newVisit }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/kiem-tra');
	const week = page.getByRole('listitem').filter({ hasText: 'Viết báo cáo nhanh, phòng máy của xã' });
	await week.getByText('Có mã vào phòng').waitFor();
	await week.getByRole('button', { name: /^Đổi mã/ }).waitFor();
	await accessible(page);

	const { page: leader } = await newVisit();
	await signIn(leader, 'lanhdao');
	await leader.goto('/khoa-hoc/th1');
	await leader.getByRole('button', { name: 'Đăng ký học' }).click();
	await leader
		.getByText(/Đang mở đến .+, đợt “Viết báo cáo nhanh, phòng máy của xã”; cần mã vào phòng/)
		.waitFor();
	await accessible(leader);
});

story(
	'the page of sittings fits a phone',
	async ({ page }) => {
		await signIn(page, 'nhatruong');
		await page.goto('/quan-ly/kiem-tra');
		await page.getByRole('button', { name: 'Mở đợt kiểm tra' }).click();
		await page.getByRole('dialog').getByLabel('Dành cho').waitFor();
		await fits(page);
		await accessible(page);
	},
	{ viewport: { width: 360, height: 740 } }
);

story(
	'a focal point gives extra time, and the learner sees it and chooses plain questions',
	async ({ page, newVisit }) => {
		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/nguoi?tim=Phạm+Thị+Thu+Lài');
		await page.getByRole('link', { name: 'Phạm Thị Thu Lài' }).first().click();
		const part = page.locator('section', { has: page.getByRole('heading', { name: 'Thêm giờ làm bài' }) });
		await part.getByText('Không có thêm giờ.').waitFor();
		await part.getByRole('button', { name: 'Cho thêm giờ' }).click();
		const form = page.getByRole('dialog');
		await form.getByLabel('Thời gian thêm, phần trăm').fill('500');
		await form.getByLabel('Ngày cuối').fill(local(24)[0]);
		await form.getByRole('button', { name: 'Lưu' }).click();
		await form.getByText('Hãy ghi một số từ 10 đến 200.').waitFor();
		await accessible(page);
		await form.getByLabel('Thời gian thêm, phần trăm').fill('50');
		await form.getByRole('button', { name: 'Lưu' }).click();
		await part.getByText(/Thêm 50% thời gian .+, theo đề nghị của người học/).waitFor();
		await accessible(page);

		const { page: learner } = await newVisit();
		await signIn(learner, 'hocvien');
		await learner.goto('/tai-khoan');
		await learner.getByText(/Thêm 50% thời gian/).waitFor();
		const plain = learner.getByLabel('Không dùng câu hỏi kéo thả hoặc hình ảnh');
		await plain.check();
		await learner.getByText('Đã lưu cách làm bài.').waitFor();
		await accessible(learner);
		await learner.reload();
		await learner.getByRole('checkbox', { name: /kéo thả/, checked: true }).waitFor();
		await learner.goto('/viec-hoc');
		const row = await openTest(learner);
		await row.getByRole('button', { name: 'Bắt đầu làm bài' }).click();
		await learner.getByRole('dialog').getByText('Thời gian 45 phút').waitFor();
		await accessible(learner);

		await part.getByRole('button', { name: 'Thôi cho thêm giờ' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Thôi cho thêm giờ' }).click();
		await part.getByText('Không có thêm giờ.').waitFor();
	}
);
