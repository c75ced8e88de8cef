import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const phone = { viewport: { width: 360, height: 740 } };
// The video of the author of the demonstration (internal/app/demo/library.go).
const address = '/kho-video/a90c859b-6842-57a8-88a3-0f4479467663/phu-de';

const letters: Record<string, number> = {
	ă: 0xe3,
	đ: 0xf0,
	Đ: 0xd0,
	ơ: 0xf5,
	ư: 0xfd,
	â: 0xe2,
	ê: 0xea,
	ô: 0xf4
};
const tones: Record<string, number> = {
	'\u0300': 0xcc,
	'\u0309': 0xd2,
	'\u0303': 0xde,
	'\u0301': 0xec,
	'\u0323': 0xf2
};

/** windows1258 writes Vietnamese as old programs did: the letter with its hat or horn, then the tone. */
function windows1258(text: string): Buffer {
	const of = (letter: string) => {
		const parts = [...letter.normalize('NFD')];
		const bare = parts
			.filter((part) => !tones[part])
			.join('')
			.normalize('NFC');
		const tone = parts.find((part) => tones[part]);
		return [letters[bare] ?? bare.charCodeAt(0), ...(tone ? [tones[tone]!] : [])];
	};
	return Buffer.from([...text.normalize('NFC')].flatMap(of));
}

const srt = windows1258(
	[
		'1\r\n00:00:01,000 --> 00:00:06,500\r\n<b>Gần hết giờ làm,</b>\r\nchị Hạnh nhận được một lá thư.\r\n',
		'2\r\n00:00:05,000 --> 00:00:08,500\r\nHộp thư sắp bị khóa.\r\n',
		'3\r\n00:00:09,000 --> 00:00:12,000\r\nChị nên làm gì?\r\n'
	].join('\r\n')
);

async function open(page: Page): Promise<void> {
	await signIn(page, 'biensoan');
	await page.goto(address);
	await page.getByRole('heading', { level: 1, name: /^Phụ đề: / }).waitFor();
}

async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
	await page.getByRole('button', { name: 'Tải tệp phụ đề lên' }).click();
	await page
		.getByLabel('Tệp phụ đề', { exact: true })
		.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
	await page.getByRole('button', { name: 'Đọc tệp' }).click();
}

const line = (page: Page, text: string) => page.getByRole('button', { name: text });

/** put brings the video to a moment, as dragging its bar does. */
async function put(page: Page, seconds: number): Promise<void> {
	await page.locator('video').evaluate(async (video: HTMLVideoElement, seconds) => {
		video.pause();
		const there = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
		video.currentTime = seconds;
		await there;
	}, seconds);
}

story(
	'an author uploads captions in an old encoding, corrects them by tapping, and meets another',
	async (stage) => {
		const { page, newVisit, expected } = stage;
		await open(page);
		await page.getByText('Video chưa có phụ đề tiếng Việt').waitFor();
		await accessible(page);

		expected(422, /\/captions\/reading$/);
		await upload(page, 'anh.srt', Buffer.from('\x89PNG\r\n\x00\x00', 'latin1'));
		await page.getByRole('alert').getByText('Đây không phải tệp văn bản').waitFor();
		await page
			.getByLabel('Tệp phụ đề', { exact: true })
			.setInputFiles({ name: 'a.srt', mimeType: 'text/plain', buffer: srt });
		await page.getByRole('button', { name: 'Đọc tệp' }).click();
		await page.getByRole('heading', { name: 'Đọc được 3 câu phụ đề' }).waitFor();
		await page.getByText('đã đọc theo bảng mã windows-1258').waitFor();
		await page.getByText('Đã bỏ thẻ định dạng').waitFor();
		await accessible(page);
		await page.getByRole('button', { name: 'Đưa vào danh sách' }).click();

		// The second begins before the first has ended, and the rest of the video is heard without captions.
		await page.getByText('2 lỗi', { exact: true }).waitFor();
		await page.getByText('Từ 0:12 đến 1:56 có tiếng nhưng không có phụ đề.').waitFor();
		await page.getByLabel('Chỉ câu có lỗi hoặc cần xem lại').check();
		assert.equal(await line(page, 'Chị nên làm gì?').count(), 0);
		await line(page, 'Hộp thư sắp bị khóa.').click();
		await page.getByText('Câu này bắt đầu khi câu trước chưa hết.').waitFor();
		await accessible(page);

		await page.getByRole('button', { name: 'Gõ theo lời' }).click();
		await put(page, 6.5);
		const tap = page.getByRole('button', { name: 'Gõ khi câu 2 bắt đầu' });
		await tap.focus();
		await page.keyboard.press('Space');
		await page.getByRole('button', { name: 'Gõ khi câu 3 bắt đầu' }).waitFor();
		await page.getByRole('button', { name: 'Thôi gõ' }).click();
		await page.getByLabel('Chỉ câu có lỗi hoặc cần xem lại').uncheck();
		await line(page, 'Hộp thư sắp bị khóa.').click();
		assert.match(await page.getByLabel('Bắt đầu', { exact: true }).inputValue(), /^0:06\.5/);

		// The end now runs into the third.
		await page.getByLabel('Kết thúc', { exact: true }).fill('0:09.000');
		await page.getByLabel('Kết thúc', { exact: true }).press('Tab');
		await page.getByText('1 lỗi', { exact: true }).waitFor();

		// What is not saved outlives the page.
		await page.getByText('Có thay đổi chưa lưu').waitFor();
		page.once('dialog', (dialog) => void dialog.accept());
		await page.waitForTimeout(600);
		await page.reload();
		await page.getByText('Đã mở lại phần sửa chưa lưu trên máy này.').waitFor();
		await page.getByRole('button', { name: 'Lưu', exact: true }).click();
		await page.getByText('Đã lưu', { exact: true }).waitFor();
		await page.getByText('Phụ đề tiếng Việt còn lỗi').waitFor();
		await page.getByText('Xem bản chép lời').click();
		await page.getByText('Gần hết giờ làm, chị Hạnh nhận được một lá thư.').last().waitFor();

		// Somebody else saves first: nothing is lost, and one chooses.
		const other = await newVisit();
		await open(other.page);
		await line(other.page, 'Chị nên làm gì?').click();
		await other.page.getByLabel('Lời').fill('Chị Hạnh nên làm gì?');
		await other.page.getByRole('button', { name: 'Lưu', exact: true }).click();
		await other.page.getByText('Đã lưu', { exact: true }).waitFor();

		expected(409, /\/captions\/vi$/);
		await line(page, 'Hộp thư sắp bị khóa.').click();
		await page.getByLabel('Lời').fill('Hộp thư sẽ bị khóa.');
		await page.keyboard.press('Control+s');
		await page.getByText('Người khác vừa lưu phụ đề này').waitFor();
		await page.getByText('khác bản đang sửa ở 2 câu').waitFor();
		await accessible(page);
		await page.getByRole('button', { name: 'Lấy bản của họ' }).click();
		await line(page, 'Chị Hạnh nên làm gì?').waitFor();
		await page.getByRole('button', { name: 'Hoàn tác' }).click();
		await line(page, 'Hộp thư sẽ bị khóa.').waitFor();
		await page.getByRole('button', { name: 'Lưu', exact: true }).click();
		await page.getByText('Đã lưu', { exact: true }).waitFor();
		await other.page.reload();
		await line(other.page, 'Hộp thư sẽ bị khóa.').waitFor();
	}
);

story(
	'a script is pasted and timed on a phone',
	async ({ page }) => {
		await open(page);
		await page.getByRole('link', { name: 'Tiếng Anh' }).click();
		await page.getByRole('heading', { name: 'Chưa có phụ đề' }).waitFor();
		await fits(page);
		await page.getByRole('button', { name: 'Dán kịch bản' }).click();
		await page
			.getByRole('textbox', { name: 'Kịch bản' })
			.fill(
				'## A letter\n[On the screen: A drawing of a letter.]\nNear the end of the day, Hạnh gets a letter. What should she do?'
			);
		await page.getByRole('button', { name: 'Canh giờ' }).click();
		await page.getByRole('heading', { name: /^Đọc được \d+ câu phụ đề$/ }).waitFor();
		await fits(page);
		await page.getByRole('button', { name: 'Đưa vào danh sách' }).click();
		await line(page, 'What should she do?').click();
		await page.getByRole('button', { name: 'Bắt đầu: sớm hơn 0,1 giây' }).click();
		await page.getByRole('button', { name: 'Hoàn tác' }).click();
		await fits(page);
		await accessible(page);
		await page.getByRole('button', { name: 'Lưu', exact: true }).click();
		await page.getByText('Đã lưu', { exact: true }).waitFor();
		await page.getByText('Xem bản chép lời').click();
		await page.getByRole('heading', { name: 'A letter' }).waitFor();
		await fits(page);
	},
	phone
);
