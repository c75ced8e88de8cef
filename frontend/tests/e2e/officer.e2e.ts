import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { answerHere } from './helpers/answers';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

async function openCourse(page: Page) {
	await page.getByRole('link', { name: /^(Học tiếp|Bắt đầu học)\s*: Nhận biết lừa đảo/ }).click();
	await page.getByRole('heading', { level: 1, name: 'Nhận biết lừa đảo trực tuyến' }).waitFor();
}

async function startTest(page: Page, name: string) {
	const row = page.getByRole('listitem').filter({ hasText: name });
	const resume = row.getByRole('link', { name: 'Làm tiếp' });
	if (await resume.count()) await resume.click();
	else {
		await row.getByRole('button', { name: 'Bắt đầu làm bài' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Bắt đầu làm bài' }).click();
	}
	await page.getByRole('heading', { name: /^Câu \d+ trong/ }).waitFor();
}

story('an officer is told of a wrong password and a Vietnamese keyboard', async ({ page, expected }) => {
	expected(401, /\/session$/);
	await page.goto('/dang-nhap');
	await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
	await page.getByText('Nhập ô này').first().waitFor();
	await page.getByLabel('Tên đăng nhập').fill('hocvien');
	await page.getByLabel('Mật khẩu', { exact: true }).fill('mâtkhâu');
	await page.getByText('chữ có dấu').waitFor();
	await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
	await page
		.getByRole('alert')
		.filter({ hasText: /mật khẩu/i })
		.waitFor();
	await accessible(page);
});

story('an officer sees what is required, reads a lesson and decides', async ({ page }) => {
	await signIn(page, 'hocvien');
	await page.getByRole('heading', { name: 'Cần hoàn thành' }).waitFor();
	await page.getByText(/Hạn \d\d\/\d\d\/\d{4}, còn/).waitFor();
	await accessible(page);

	await openCourse(page);
	await accessible(page);
	await page.getByRole('link', { name: /Đọc địa chỉ gửi và liên kết/ }).click();
	await page.getByRole('heading', { level: 1, name: 'Đọc địa chỉ gửi và liên kết' }).waitFor();
	const decision = page.getByRole('region', { name: 'Thử quyết định' }).first();
	await decision.getByRole('radio').first().check();
	await decision.getByRole('button', { name: 'Xem phản hồi' }).click();
	await decision.getByText(/Lựa chọn tốt|Chưa phải lựa chọn tốt nhất/).waitFor();
	await accessible(page);

	await page.getByText('Nội dung khóa học').click();
	await page.getByRole('link', { name: /Tệp đính kèm và trang đăng nhập giả/ }).waitFor();
	await accessible(page);
});

story('a video is played, muted at first, with captions and transcript', async ({ page }) => {
	await signIn(page, 'hocvien');
	await openCourse(page);
	await page.getByRole('link', { name: /Video: Thư và tin nhắn giả/ }).click();
	const player = page.getByRole('group', { name: 'Trình phát video' });
	await player.getByRole('button', { name: /MB, dài/ }).click();
	const watched = page.waitForResponse((answer) => answer.url().endsWith('/watch') && answer.ok(), {
		timeout: 60_000
	});
	await player.getByRole('button', { name: 'Tạm dừng' }).waitFor();
	await player.getByRole('button', { name: 'Bật tiếng' }).first().waitFor();
	const from = await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
	await page.waitForFunction(
		(start) => (document.querySelector('video')?.currentTime ?? 0) > start + 3,
		from,
		{
			timeout: 45_000
		}
	);
	const showing = await page.evaluate(() =>
		[...(document.querySelector('video')?.textTracks ?? [])]
			.filter((t) => t.mode === 'showing')
			.map((t) => t.language)
	);
	assert.deepEqual(showing, ['vi']);
	await player.getByRole('button', { name: 'Tạm dừng' }).click();
	await watched;
	await page.getByRole('tab', { name: 'Đọc thay cho xem' }).click();
	await page.getByRole('button', { name: 'Tôi đã đọc' }).waitFor();
	await accessible(page);
});

story('a test keeps its answers through a lost network and a reload', async ({ page }) => {
	await signIn(page, 'hocvien');
	await openCourse(page);
	await startTest(page, 'Kiểm tra đầu vào');
	await accessible(page);
	const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
	await answerHere(page);
	await saved;
	await page.getByText(/Đã lưu \d\d:\d\d/).waitFor();

	await page.context().setOffline(true);
	await page.getByRole('button', { name: 'Câu tiếp' }).click();
	await answerHere(page);
	await page.getByText('Mất kết nối – đã lưu trên máy').first().waitFor();
	await page.getByRole('button', { name: 'Câu tiếp' }).click();
	await page.context().setOffline(false);
	await page.getByText(/Đã lưu \d\d:\d\d/).waitFor({ timeout: 40_000 });

	await page.reload();
	await page.getByRole('heading', { name: /^Câu 3 trong/ }).waitFor();
	await page.getByRole('button', { name: /^Câu 2 trong \d+: đã trả lời$/ }).waitFor();

	await page.getByRole('button', { name: 'Xem lại và nộp' }).click();
	await page.getByText(/câu chưa trả lời/).waitFor();
	await accessible(page);
	await page.getByRole('button', { name: 'Nộp bài' }).click();
	await page.waitForURL(/\/ket-qua\//);
	await page.getByRole('heading', { name: /điểm$/ }).waitFor();
	await accessible(page);
});

story('certificates and account are readable and safe to open', async ({ page }) => {
	await signIn(page, 'hocvien');
	for (const path of ['/giay-chung-nhan', '/tai-khoan']) {
		await page.goto(path);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await page.waitForLoadState('networkidle');
		await accessible(page);
	}
	await page.getByRole('heading', { name: 'Ai đã xem dữ liệu của tôi' }).waitFor();
});

story('signing out ends the session and guarded pages ask to sign in', async ({ page }) => {
	await signIn(page, 'hocvien');
	await page
		.locator('summary')
		.filter({ has: page.locator('.menu-label') })
		.click();
	await page.getByRole('button', { name: 'Đăng xuất' }).click();
	await page.waitForURL(/dang-nhap/);
	await page.goto('/viec-hoc');
	await page.waitForURL(/dang-nhap\?tiep=%2Fviec-hoc/);
});

story(
	"an officer's pages fit a phone in the dark, in English",
	async ({ page }) => {
		await signIn(page, 'hocvien');
		await page.evaluate(() => {
			localStorage.setItem('PARAGLIDE_LOCALE', 'en');
			localStorage.setItem('theme', 'dark');
		});
		for (const path of ['/giay-chung-nhan', '/tai-khoan', '/viec-hoc']) {
			await page.goto(path);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await page.waitForLoadState('networkidle');
			await fits(page);
			await accessible(page);
		}
		await page.getByRole('link', { name: /^(Continue|Start)\s*: Recogni[sz]ing/ }).click();
		for (const lesson of [/Reading senders and links/, /Video: /]) {
			await page.getByRole('link', { name: lesson }).first().click();
			await page.getByRole('heading', { level: 1, name: lesson }).waitFor();
			await page.waitForLoadState('networkidle');
			await fits(page);
			await accessible(page);
			await page.goBack();
			await page.getByText(/^Version/).waitFor();
			await fits(page);
		}
	},
	{ viewport: { width: 360, height: 740 } }
);
