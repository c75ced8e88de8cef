import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();

/** open finds a person by name, accents left out, and opens the account. */
async function open(page: Page, query: string, name: string): Promise<void> {
	await page.goto('/quan-ly/tai-khoan');
	await page.getByRole('heading', { level: 1, name: 'Tài khoản và vai trò' }).waitFor();
	await page.getByLabel('Họ tên, mã hoặc tên đăng nhập').fill(query);
	await page.getByRole('button', { name: 'Tìm', exact: true }).click();
	await page.getByRole('link', { name }).click();
	await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function because(page: Page, button: string, reason: string): Promise<void> {
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Lý do').fill(reason);
	await accessible(page);
	await dialog.getByRole('button', { name: button, exact: true }).click();
	await dialog.waitFor({ state: 'detached' }).catch(() => dialog.waitFor({ state: 'hidden' }));
}

story(
	'an administrator disables an account and the person is out within seconds',
	async ({ page, newVisit }) => {
		const learner = await newVisit();
		await signIn(learner.page, 'lanhdao');
		await signIn(page, 'quantri');
		await open(page, 'hoai nhan', 'Nguyễn Hoài Nhân');
		await accessible(page);
		await page.getByRole('button', { name: 'Khóa tài khoản' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Khóa tài khoản' }).click();
		await page.getByText('Hãy ghi lý do, ít nhất 3 ký tự.').waitFor();
		await because(page, 'Khóa tài khoản', 'Chờ bàn giao công việc');
		await page.getByText('Tài khoản đang bị khóa. Lý do: Chờ bàn giao công việc').waitFor();

		learner.expected(401, /./);
		let status = 200;
		for (let tries = 0; tries < 20 && status === 200; tries++) {
			status = await learner.page.evaluate(async () => (await fetch('/api/v1/me')).status);
			if (status === 200) await learner.page.waitForTimeout(250);
		}
		assert.equal(status, 401, 'the disabled person is still in');

		await page.getByRole('button', { name: 'Mở khóa tài khoản' }).click();
		await because(page, 'Mở khóa tài khoản', 'Đã bàn giao xong');
		await page.getByText('Đang dùng').waitFor();
	}
);

story(
	'a role that is granted opens its pages, stands in the log, and ends when it is revoked',
	async ({ page, newVisit }) => {
		const other = await newVisit();
		await signIn(other.page, 'hocvien');
		await other.page.goto('/tai-khoan');
		assert.equal(await other.page.getByRole('link', { name: 'Quản lý', exact: true }).count(), 0);

		await signIn(page, 'quantri');
		await open(page, 'hocvien', 'Phạm Thị Thu Lài');
		await page.getByRole('button', { name: 'Giao vai trò' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('button', { name: 'Giao vai trò' }).click();
		await dialog.getByText('Hãy chọn cơ quan.').waitFor();
		const agency = dialog.getByRole('combobox', { name: 'Cơ quan, đơn vị' });
		await agency.fill('so tu phap');
		await dialog.getByRole('option', { name: /^Sở Tư pháp/ }).waitFor();
		await page.keyboard.press('Escape'); // closes the list, not the dialog
		await dialog.getByRole('option').first().waitFor({ state: 'detached' });
		await agency.fill('xa binh son');
		await dialog.getByRole('option', { name: /^Xã Bình Sơn .*21040/ }).waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await dialog.getByRole('list', { name: 'Đã chọn' }).getByText('Xã Bình Sơn', { exact: true }).waitFor();
		await dialog.getByLabel('Vai trò').selectOption({ label: 'Kiểm tra, đánh giá' });
		await dialog.getByLabel('Văn bản').fill('45/QĐ-UBND ngày 20/11/2026');
		await dialog.getByRole('button', { name: 'Giao vai trò' }).click();
		await dialog.getByText('Vai trò này phải có ngày kết thúc.').waitFor();
		await accessible(page);
		await dialog.getByLabel('Hết hiệu lực từ ngày').fill('2030-01-01');
		await dialog.getByRole('button', { name: 'Giao vai trò' }).click();
		await page.getByText('Đã giao vai trò, có hiệu lực ngay.').waitFor();
		await page.getByText('45/QĐ-UBND ngày 20/11/2026').first().waitFor();

		await other.page.reload();
		await other.page.getByRole('link', { name: 'Quản lý', exact: true }).waitFor();
		await other.page.getByText('Giao vai trò', { exact: true }).first().waitFor();

		await page.getByRole('button', { name: /^Thu hồi.*Kiểm tra, đánh giá/ }).click();
		await because(page, 'Thu hồi', 'Giao nhầm người');
		await page.getByText('Người thu hồi: Hồ Thị Xoan. Lý do: Giao nhầm người').first().waitFor();

		await page.getByRole('link', { name: 'Xem nhật ký về người này' }).click();
		await page.getByRole('heading', { level: 1, name: 'Nhật ký hệ thống' }).waitFor();
		await page.getByText('Lý do: Giao nhầm người').first().waitFor();
		await accessible(page);
		await page.getByLabel('Việc', { exact: true }).selectOption({ label: 'Thu hồi vai trò' });
		await page.waitForURL(/viec=revoke_role/);
		await page.getByText('Lý do: Giao nhầm người').first().waitFor();
		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: 'Tải CSV' }).click();
		assert.equal((await download).suggestedFilename(), 'nhat-ky-he-thong.csv');
		await page.getByRole('button', { name: 'Bỏ lọc' }).click();
		await page.getByRole('listitem').getByText('Xuất nhật ký hệ thống').first().waitFor();
	}
);

story('a person sees who looked, by which role and under which document', async ({ page, newVisit }) => {
	const inspector = await newVisit();
	await signIn(inspector.page, 'kiemtra');
	await inspector.page.goto('/quan-ly/ket-qua');
	await inspector.page.getByRole('button', { name: 'Mở danh sách' }).click();
	await inspector.page.getByRole('columnheader', { name: 'Họ và tên' }).waitFor();
	for (const state of ['overdue', 'done']) {
		const answered = inspector.page.waitForResponse((answer) => answer.url().includes(`state=${state}`));
		await inspector.page.getByLabel('Tình trạng').last().selectOption(state);
		await answered;
	}

	await signIn(page, 'hocvien');
	await page.goto('/tai-khoan');
	await page.getByRole('heading', { name: 'Ai đã xem dữ liệu của tôi' }).waitFor();
	await page.getByText('Phan Hữu Lộc').first().waitFor();
	await page.getByText('Quyết định thanh tra số 12/QĐ-TTT (mẫu)').first().waitFor();
	await page.getByText('Danh sách kết quả học tập').first().waitFor();
	await accessible(page);
});

story(
	'an inspector finds out how a result came about, and the person sees it',
	async ({ page, newVisit }) => {
		const inspector = await newVisit();
		await signIn(inspector.page, 'kiemtra');
		await inspector.page.goto('/quan-ly/nguoi');
		await inspector.page.getByRole('link', { name: 'Võ Ngọc Thạch' }).click();
		await inspector.page.getByRole('heading', { name: 'Kết quả kiểm tra' }).waitFor();
		await inspector.page.getByRole('button', { name: 'Xem kết quả' }).click();
		const open = inspector.page.getByRole('button', { name: /^Quá trình chấm.+ – Kiểm tra/ }).first();
		await open.waitFor();
		await accessible(inspector.page);
		await open.press('Enter');
		const dialog = inspector.page.getByRole('dialog', { name: 'Kết quả này từ đâu mà có' });
		await dialog
			.getByText(/Máy chấm toàn bộ bài|Chấm/)
			.first()
			.waitFor();
		await accessible(inspector.page);

		await signIn(page, 'daumoi');
		await page.goto('/quan-ly/nguoi');
		await page.getByRole('link', { name: 'Nguyễn Hoài Nhân' }).click();
		await page.getByRole('heading', { level: 1, name: 'Nguyễn Hoài Nhân' }).waitFor();
		assert.equal(await page.getByRole('heading', { name: 'Kết quả kiểm tra' }).count(), 0);
		await page.goto('/tai-khoan');
		await page.getByText('Danh sách kết quả kiểm tra').first().waitFor();
		await page.getByText('Lịch sử điểm của bài kiểm tra').first().waitFor();
	}
);

story(
	'the pages of accounts and of the log fit a phone',
	async ({ page }) => {
		await signIn(page, 'quantri');
		await page.goto('/quan-ly/tai-khoan');
		await page.getByRole('link', { name: 'Võ Ngọc Thạch' }).waitFor();
		await fits(page);
		await accessible(page);
		await page.getByRole('link', { name: 'Võ Ngọc Thạch' }).click();
		await page.getByRole('heading', { name: 'Vai trò được giao' }).waitFor();
		await fits(page);
		await accessible(page);
		await page.goto('/quan-ly/nhat-ky');
		await page.getByRole('list').last().waitFor();
		await fits(page);
		await accessible(page);
	},
	{ viewport: { width: 360, height: 740 } }
);

story(
	'a page that no role of the account opens says so, with nothing to press',
	async ({ page, expected }) => {
		await signIn(page, 'khaothi');
		// The page begins to read while the session is still being asked for.
		expected(403, /\/(sittings|audit\/entries|audit\/actions)(\?|$)/);
		for (const path of ['/quan-ly/thong-ke', '/quan-ly/kiem-tra', '/quan-ly/nhat-ky']) {
			await page.goto(path);
			await page.getByRole('heading', { name: 'Phần này chưa mở cho tài khoản đang dùng' }).waitFor();
			assert.equal(await page.getByRole('main').getByRole('button').count(), 0, path);
		}
		await accessible(page);
		await page.goto('/quan-ly/phuc-khao');
		await page.getByRole('heading', { level: 1, name: 'Phúc khảo' }).waitFor();
	}
);
