import assert from 'node:assert/strict';
import { accessible, fits } from './helpers/browser';
import { lessonOf } from './helpers/lessons';
import { signIn, stories } from './helpers/story';

const story = stories();
const phone = { viewport: { width: 360, height: 740 } };

story(
	'an author sees how the videos of a course are watched, and may not change the course of the province',
	async ({ page, expected }) => {
		expected(409, /\/video$/);
		await signIn(page, 'biensoan');
		await page.goto('/kho-video');
		await page.getByText('Video trong bài học').click();
		const lesson = page.getByRole('listitem').filter({ hasText: 'Thư và tin nhắn giả' });
		await lesson.getByText('Người học xem thế nào').click();
		await lesson.getByText(/người đã bắt đầu bài/).waitFor();
		await lesson.getByText('Xem bảng số liệu').click();
		const people = await lesson.getByRole('row').nth(1).getByRole('cell').first().textContent();
		assert.ok(Number(people?.replaceAll('.', '')) >= 5, `the first part was watched by ${people}`);
		await accessible(page);
		await fits(page);

		await lesson.getByRole('button', { name: 'Thay video' }).click();
		const dialog = page.getByRole('dialog', { name: 'Thay video của bài' });
		// The demonstration's video may still be on its way to every device; the list follows.
		await dialog.getByRole('radio', { disabled: false }).first().check({ timeout: 100_000 });
		await accessible(page);
		await dialog.getByRole('button', { name: 'Thay video' }).click();
		await dialog.getByText(/Khóa học này của cấp tỉnh|Video chưa có phụ đề tiếng Việt|còn lỗi/).waitFor();
	},
	phone
);

story(
	'a learner sees all that is kept of their watching',
	async ({ page }) => {
		await signIn(page, 'hocvien');
		const lesson = await lessonOf(page, 'video');
		await page.goto(lesson.slice(0, lesson.indexOf('/bai/')));
		await page.getByText('Dữ liệu xem video của tôi').click();
		await page.getByText('Đây là tất cả những gì hệ thống ghi').waitFor();
		await accessible(page);
		await fits(page);
	},
	phone
);
