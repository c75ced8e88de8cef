import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';
import { workbookOf } from './helpers/workbook';

const story = stories();
const stem = 'Cuộc gọi video nào đáng ngờ nhất?';

const file = workbookOf('cau-hoi.xlsx', [
	{
		name: 'Câu hỏi',
		rows: [
			['Mã câu', 'Chủ đề', 'Mức độ', 'Nội dung câu hỏi', 'Phương án A', 'Phương án B', 'Đáp án'],
			['kiem-thu-1', 'Deepfake và xác minh', '1', stem, 'Hình mờ, nhờ chuyển tiền ngay', 'Đã hẹn trước', 'A'],
			['kiem-thu-2', 'Deepfake và xác minh', '1', 'Câu này quên ghi đáp án', 'Một', 'Hai', '']
		]
	}
]);

async function publish(page: Page, told: RegExp): Promise<void> {
	await page.goto('/ngan-hang/an1/cong-bo');
	await page.getByRole('heading', { name: told }).waitFor();
	await page.getByRole('link', { name: stem }).waitFor();
	await page.getByRole('button', { name: 'Công bố', exact: true }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Công bố', exact: true }).click();
	await page.getByText(/^Đã công bố phiên bản \d+ của khóa học/).waitFor();
}

story('questions are imported, approved by a second person and published', async ({ page, newVisit }) => {
	await signIn(page, 'biensoan');
	await page.goto('/kho-video');
	await page.getByRole('link', { name: 'Ngân hàng câu hỏi' }).first().click();
	await page.getByRole('link', { name: 'Nhận biết lừa đảo trực tuyến' }).click();
	await page.getByRole('heading', { level: 1, name: 'Nhận biết lừa đảo trực tuyến' }).waitFor();
	await page.getByRole('table').waitFor();
	await accessible(page);

	await page.getByRole('link', { name: 'Nhập từ tệp' }).click();
	await page.getByRole('button', { name: 'Đọc tệp' }).click();
	await page.getByText('Hãy chọn một tệp.').waitFor();
	await page.getByLabel('Tệp câu hỏi').setInputFiles(file);
	await page.getByRole('button', { name: 'Đọc tệp' }).click();
	await page.getByRole('heading', { name: 'Xem trước tệp cau-hoi.xlsx' }).waitFor();
	const items = page.getByRole('list', { name: 'Câu hỏi trong tệp' });
	const bad = items.getByRole('listitem').filter({ hasText: 'Câu này quên ghi đáp án' }).first();
	await bad.getByText('Từ chối').waitFor();
	assert.match(await bad.innerText(), /đáp án/i);
	await accessible(page);
	await page.getByRole('button', { name: 'Ghi 1 câu' }).click();
	await page.getByText(/^Đã ghi: 1 câu mới/).waitFor();

	await page.getByRole('link', { name: stem }).click();
	await page.getByText('Bạn viết bản này nên người khác sẽ thẩm định.').waitFor();
	assert.equal(
		await page.getByRole('button', { name: 'Duyệt', exact: true }).count(),
		0,
		'an author approves the own draft'
	);
	await accessible(page);

	const { page: second, expected } = await newVisit();
	expected(422, /\/reviews$/);
	await signIn(second, 'thamdinh');
	await second.goto('/ngan-hang');
	await second
		.getByRole('row', { name: /Nhận biết lừa đảo/ })
		.getByRole('link', { name: '1', exact: true })
		.click();
	await second.getByRole('link', { name: stem }).click();
	await second.getByRole('button', { name: 'Trả lại để sửa' }).click();
	await second.getByText('Hãy ghi lý do, ít nhất 3 ký tự.').waitFor();
	await accessible(second);
	await second.getByRole('button', { name: 'Duyệt', exact: true }).click();
	await second.getByText('Đã duyệt câu hỏi').waitFor();
	await second.getByText('Chưa có bài kiểm tra nào lấy câu này.').waitFor();

	await publish(second, /^Thêm vào bài kiểm tra/);
	await second.goto('/ngan-hang/an1/cau/kiem-thu-1');
	await second.getByText(/^Kiểm tra cuối khóa, phiên bản \d+ của khóa học: bản 1 của câu/).waitFor();
	assert.ok((await second.getByText('hiện nay').count()) > 0, 'tests of today draw it');

	// Retired and published again, the tests draw what they drew before.
	await second.getByRole('button', { name: 'Ngừng dùng' }).click();
	const dialog = second.getByRole('dialog', { name: 'Ngừng dùng câu hỏi này?' });
	await dialog.getByLabel('Lý do').fill('Câu của một thử nghiệm');
	await dialog.getByRole('button', { name: 'Ngừng dùng' }).click();
	await second.getByText('Đã ngừng dùng câu hỏi').waitFor();
	await publish(second, /^Không còn trong bài kiểm tra/);
});

story('what was watched goes on in the new version of the course', async ({ page }) => {
	await signIn(page, 'biensoan');
	await page.goto('/kho-video');
	await page.getByText('Video trong bài học').click();
	const lesson = page.getByRole('listitem').filter({ hasText: 'Thư và tin nhắn giả' });
	await lesson.getByText('Người học xem thế nào').click();
	await lesson.getByText(/người đã bắt đầu bài/).waitFor();
	await lesson.getByText(/Số liệu tính từ phiên bản 1 của khóa học/).waitFor();
	await accessible(page);
	const version = await page.evaluate(
		async () => (await (await fetch('/api/v1/courses/an1')).json()).versionNumber as number
	);
	assert.ok(version > 1, `the story before has published a version, and version ${version} is today's`);
});

story('a question that needs dragging is published while it has an equivalent only', async ({ page }) => {
	const unequal = page.getByRole('region', { name: /^Câu cần kéo thả hoặc nhìn hình/ });
	await signIn(page, 'biensoan');
	await page.goto('/ngan-hang/an1/cau/an1-m5-008');
	await page.getByRole('button', { name: 'Ngừng dùng' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Lý do').fill('Thử ngừng câu tương đương');
	await dialog.getByRole('button', { name: 'Ngừng dùng' }).click();
	await page.getByText('Đã ngừng dùng câu hỏi').waitFor();

	await page.goto('/ngan-hang/an1/cong-bo');
	await unequal
		.getByText('Câu tương đương của an1-m5-017 là an1-m5-008 đã ngừng dùng hoặc chưa được duyệt.')
		.waitFor();
	assert.equal(await page.getByRole('button', { name: 'Công bố', exact: true }).count(), 0);
	await accessible(page);
	await fits(page);
	await unequal.getByRole('link').first().click();
	await page.getByRole('heading', { level: 1, name: 'Câu hỏi an1-m5-017' }).waitFor();

	await page.goto('/ngan-hang/an1/cau/an1-m5-008');
	await page.getByRole('button', { name: 'Dùng lại' }).click();
	await dialog.getByRole('button', { name: 'Dùng lại' }).click();
	await page.getByRole('button', { name: 'Ngừng dùng' }).waitFor();
	await page.goto('/ngan-hang/an1/cong-bo');
	await page.getByRole('heading', { level: 1, name: 'Công bố ngân hàng câu hỏi' }).waitFor();
	await page.getByRole('main').getByRole('heading').nth(1).waitFor();
	assert.equal(await unequal.count(), 0);
});

story(
	'the bank is read on a phone, in the dark and in English, and its losses before an export',
	async ({ page }) => {
		await signIn(page, 'thamdinh');
		await page.evaluate(() => {
			localStorage.setItem('PARAGLIDE_LOCALE', 'en');
			localStorage.setItem('theme', 'dark');
		});
		await page.goto('/ngan-hang/an1?muc=1&tim=otp');
		await page.getByRole('table').waitFor();
		await accessible(page);
		await fits(page);
		await page.getByRole('button', { name: 'Export' }).click();
		const dialog = page.getByRole('dialog', { name: 'Export' });
		await dialog.getByRole('combobox', { name: 'Format' }).selectOption({ label: 'GIFT (.txt)' });
		await dialog.getByText(/^This format cannot hold all of/).waitFor();
		await accessible(page);
		const download = page.waitForEvent('download');
		await dialog.getByRole('link', { name: 'Download the file' }).click();
		assert.equal((await download).suggestedFilename(), 'ngan-hang-an1.gift.txt');
		await dialog.getByRole('button', { name: 'Close' }).click();
		await page.goto('/ngan-hang/an1/cau/an1-m2-001');
		await page.getByRole('heading', { name: 'Key and explanations' }).waitFor();
		await accessible(page);
		await fits(page);
	},
	{ viewport: { width: 360, height: 740 } }
);

story('who makes no courses finds no bank', async ({ page, expected }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/lop');
	await page.getByRole('heading', { level: 1 }).waitFor();
	assert.equal(await page.getByRole('link', { name: 'Ngân hàng câu hỏi' }).count(), 0);
	expected(403, /\/bank$/);
	assert.equal(await page.evaluate(async () => (await fetch('/api/v1/courses/an1/bank')).status), 403);
});
