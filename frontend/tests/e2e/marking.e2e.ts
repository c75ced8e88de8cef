import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const report =
	'Lúc 7 giờ 50 thứ Hai chị Võ Thị Sen thấy hộp thư đã gửi 40 thư lạ. Chị nhập mật khẩu vào trang gia hạn từ chiều thứ Sáu. ' +
	'8 giờ chị đổi mật khẩu, 8 giờ 5 tôi rút dây mạng, thư gốc còn giữ nguyên. Gọi lại máy lẻ 15 để kết thúc các phiên.';
const learner = { username: 'tinh', name: 'Trần Diệu Uyên' };

/** status asks the API as whoever is signed in on the page. */
const status = (page: Page, path: string) =>
	page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).status, path);

/** handIn takes the practical task to its end. */
async function handIn(page: Page): Promise<string> {
	await page.goto('/khoa-hoc/th1');
	await page.getByRole('button', { name: 'Đăng ký học' }).click();
	await page.getByRole('link', { name: /Năm ý của một báo cáo nhanh/ }).click();
	await page.getByRole('button', { name: /^Đã đọc xong/ }).click();
	await page.waitForURL((url) => !url.pathname.includes('/bai/'));
	await page.goto('/viec-hoc');
	await page.getByRole('link', { name: /: Thực hành: viết báo cáo/ }).click();
	await page.getByRole('button', { name: 'Bắt đầu làm bài' }).click();
	await page.getByText(/Rời trang làm bài quá 2 giây thì được đếm lại/).waitFor();
	await page.getByRole('dialog').getByRole('button', { name: 'Bắt đầu làm bài' }).click();
	await page.getByRole('heading', { name: 'Câu 1 trong 3' }).waitFor();
	await page.evaluate(() => dispatchEvent(new Event('blur')));
	await new Promise((resolve) => setTimeout(resolve, 2600));
	await page.evaluate(() => dispatchEvent(new Event('focus')));
	await page.getByRole('textbox').fill(report);
	await page.getByText(/Đã lưu \d\d:\d\d/).waitFor();
	await page.getByRole('button', { name: 'Xem lại và nộp' }).click();
	await page.getByRole('button', { name: 'Nộp bài' }).click();
	await page.waitForURL(/\/ket-qua\//);
	return new URL(page.url()).pathname;
}

/** markByKeyboard marks answers as they come, each by digits, until that of the story is marked. */
async function markByKeyboard(page: Page, keys: string): Promise<number> {
	await page.goto('/cham-bai');
	await page.getByRole('button', { name: /^Chấm/ }).click();
	for (let marked = 1; marked < 40; marked++) {
		await page.getByRole('radio').first().waitFor();
		const own = (await page.getByRole('region', { name: 'Bài làm' }).innerText()).includes('máy lẻ 15 để');
		await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
		for (const key of own ? keys : '332') await page.keyboard.press(key);
		if (own) {
			await accessible(page);
			await fits(page);
		}
		const answered = page.waitForResponse((answer) => answer.url().endsWith('/marks') && answer.ok());
		await page.keyboard.press('Control+Enter');
		await answered;
		if (own) return marked;
		await page.getByText(`Đã chấm trong lần này: ${marked}`).waitFor();
		await page.getByRole('region', { name: 'Bài làm' }).waitFor();
	}
	throw new Error('the answer of the story never came');
}

story('an essay is marked by two people, decided by a third, appealed and changed', async (stage) => {
	const { page, newVisit } = stage;
	await signIn(page, learner.username);
	const result = await handIn(page);
	await page.getByRole('heading', { name: /câu.*chờ|chờ.*chấm/i }).waitFor();
	await accessible(page);
	stage.expected(403, /\/grading\//);
	assert.equal(await status(page, '/grading/queues'), 403);

	// Nothing that reaches a marker's browser names the learner.
	const told: string[] = [];
	const reading: Promise<unknown>[] = [];
	for (const [username, keys] of [
		['giamkhao', '111'],
		['giamkhao2', '332'],
		['khaothi', '222']
	] as const) {
		const visit = await newVisit();
		visit.expected(403, /\/(appeals|corrections)$/);
		visit.page.on('response', (answer) => {
			if (!/\/grading\//.test(answer.url())) return;
			const body = answer.text().catch(() => ''); // of a page that was left meanwhile
			reading.push(body.then((text) => text && told.push(text)));
		});
		await signIn(visit.page, username);
		if (username !== 'khaothi') assert.equal(await status(visit.page, '/appeals'), 403);
		await markByKeyboard(visit.page, keys);
		await visit.page.waitForLoadState('networkidle');
		await Promise.all(reading);
		await visit.close();
	}
	assert.ok(told.length > 10);
	assert.ok(
		!told.some((text) => text.includes(learner.name) || /"(personId|username)"/.test(text)),
		'a name reached a marker'
	);

	await page.goto('/viec-hoc');
	await page.getByRole('link', { name: /: Thực hành: viết báo cáo/ }).click();
	await page.getByRole('link', { name: 'Xem bài đã nộp' }).click();
	await page.getByRole('heading', { name: /điểm$/ }).first().waitFor();
	await page.getByText('Thiếu một hoặc hai ý').waitFor(); // the level that the third person gave
	await page.getByRole('heading', { name: 'Kết quả này từ đâu mà có' }).waitFor();
	await page.getByRole('button', { name: 'Đề nghị phúc khảo' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Xem lại').selectOption({ label: 'Câu 1' });
	await dialog.getByLabel('Chỗ chưa đồng ý và vì sao').fill('Bài của tôi có đủ năm ý, kể cả điều còn giữ.');
	await accessible(page);
	await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
	await page.getByText('Chờ xem xét').waitFor();

	const first = (await newVisit()).page;
	await signIn(first, 'khaothi');
	await first.goto('/quan-ly/phuc-khao');
	await first.getByRole('button', { name: /^Mở/ }).first().click();
	await first.getByRole('dialog').getByLabel('Điểm mới của câu').fill('5,6');
	await first.getByRole('dialog').getByLabel('Trả lời người học').fill('Bài có đủ năm ý, câu này thêm điểm.');
	await accessible(first);
	assert.ok(!(await first.getByRole('dialog').innerText()).includes(learner.name));
	await first.getByRole('dialog').getByRole('button', { name: 'Trả lời' }).click();
	await first.getByRole('listitem').filter({ hasText: 'Chờ người thứ hai duyệt' }).waitFor();
	await first.getByRole('button', { name: /^Mở/ }).first().click();
	await first.getByRole('dialog').getByRole('button', { name: 'Đóng' }).first().waitFor();
	assert.equal(await first.getByRole('dialog').getByRole('button', { name: 'Quyết định' }).count(), 0);

	const second = (await newVisit()).page;
	await signIn(second, 'khaothi2');
	await second.goto('/quan-ly/phuc-khao');
	await second.getByRole('button', { name: /^Mở/ }).first().click();
	await second.getByRole('dialog').getByLabel('Lý do').fill('Đồng ý, đã đọc lại bài.');
	await second.getByRole('dialog').getByRole('button', { name: 'Quyết định' }).click();
	await second.getByText('Không có đề nghị phúc khảo nào').waitFor();
	await accessible(second);

	await page.reload();
	await page.getByText('Đã đổi điểm').waitFor();
	await page.getByText(/^Rời trang làm bài quá 2 giây: 1 lần/).waitFor();
	await page.getByRole('button', { name: 'Giải thích' }).click();
	await dialog.getByRole('textbox').fill('Tôi nghe điện thoại của cơ quan.');
	await accessible(page);
	await dialog.getByRole('button', { name: 'Gửi', exact: true }).click();
	await page.getByText('Lời giải thích đã gửi:').waitFor();
	await first.goto('/quan-ly/ghi-nhan');
	await first.getByText('Tôi nghe điện thoại của cơ quan.').waitFor();
	assert.ok(!(await first.getByRole('main').innerText()).includes(learner.name));
	await accessible(first);
	await page.goto('/tai-khoan');
	await page.getByText('Điều ghi nhận khi làm bài kiểm tra').first().waitFor();
	await page.goto(result);
	await page.getByText('Đã đổi điểm').waitFor();
	await page
		.getByText(/^từ .+ thành .+ điểm|thành/)
		.first()
		.waitFor();
	await page.getByText('Bài có đủ năm ý, câu này thêm điểm.').first().waitFor();
	await accessible(page);
});

story('agreement and what is noted are for examiners, and for nobody else', async ({ page, newVisit }) => {
	await signIn(page, 'khaothi');
	await page.goto('/quan-ly/do-thong-nhat');
	await page
		.getByText(/^Kappa/)
		.first()
		.waitFor();
	await accessible(page);
	for (const username of ['quantri', 'kiemtra', 'lanhdao', 'giamkhao']) {
		const visit = await newVisit();
		visit.expected(403, /\/grading\//);
		await signIn(visit.page, username);
		for (const path of ['/grading/tests', '/grading/observations'])
			assert.equal(await status(visit.page, path), 403, `${username} ${path}`);
		await visit.close();
	}
});

story(
	'the pages of examiners fit a phone and are readable in the dark',
	async ({ page }) => {
		await signIn(page, 'khaothi');
		for (const path of [
			'/cham-bai',
			'/quan-ly/do-thong-nhat',
			'/quan-ly/phuc-khao',
			'/quan-ly/dinh-chinh',
			'/quan-ly/ghi-nhan'
		]) {
			await page.goto(path);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await page.waitForLoadState('networkidle');
			await accessible(page);
			await fits(page);
		}
	},
	{ viewport: { width: 360, height: 740 }, colorScheme: 'dark' }
);
