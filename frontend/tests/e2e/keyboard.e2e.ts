import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { stories } from './helpers/story';

const story = stories();

story('an officer signs in, learns, answers and signs out by keyboard alone', async ({ page }) => {
	await page.goto('/dang-nhap');
	await page.keyboard.press('Tab');
	assert.match((await focus(page)).name, /Đến nội dung chính/, 'the first stop is the skip link');
	await page.keyboard.press('Enter');
	const stops = await tabTo(page, 'textbox', /Tên đăng nhập/);
	assert.equal(stops, 1, 'the skip link passes over the navigation');
	await page.keyboard.type('hocsinh');
	await tabTo(page, 'textbox', /^Mật khẩu/);
	await page.keyboard.type('hocsinh-mau-138');
	await page.keyboard.press('Enter');
	await page.waitForURL(/viec-hoc/);

	await tabTo(page, 'link', /(Học tiếp|Bắt đầu học)\s*: Nhận biết lừa đảo/);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { level: 1, name: 'Nhận biết lừa đảo trực tuyến' }).waitFor();
	const course = page.url();

	await tabTo(page, 'link', /Đọc địa chỉ gửi và liên kết/);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { level: 1, name: 'Đọc địa chỉ gửi và liên kết' }).waitFor();
	await tabTo(page, 'radio', /./);
	await page.keyboard.press('Space');
	await tabTo(page, 'button', 'Xem phản hồi');
	await page.keyboard.press('Enter');
	await page.getByText(/Lựa chọn tốt|Chưa phải lựa chọn tốt nhất/).waitFor();

	await page.goto(course);
	await page.getByRole('heading', { level: 2, name: 'Kiểm tra' }).waitFor();
	await tabTo(page, 'button', 'Bắt đầu làm bài');
	await page.keyboard.press('Enter');
	await page.getByRole('dialog').waitFor();
	await tabTo(page, 'button', 'Bắt đầu làm bài');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: /^Câu 1 trong/ }).waitFor();

	const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
	await answerByKeyboard(page);
	await saved;
	await page.getByText(/Đã lưu \d\d:\d\d/).waitFor();
	await tabTo(page, 'button', 'Câu tiếp');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: /^Câu 2 trong/ }).waitFor();

	await noTrap(page);
	await tabTo(page, 'disclosure', /Hoa/);
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
	await tabTo(page, 'button', 'Đăng xuất');
	await page.keyboard.press('Enter');
	await page.waitForURL(/dang-nhap/);
});

interface Stop {
	role: string;
	name: string;
	/** seen: something is drawn around the element, or around the label that holds it. */
	seen: boolean;
	/** covered: bars that stay on screen lie over the middle of the element. */
	covered: boolean;
}

/** focus tells where the keyboard is, as a reader of the screen sees and hears it. */
function focus(page: Page): Promise<Stop> {
	return page.evaluate(() => {
		const at = document.activeElement as HTMLElement;
		const roles: Record<string, string> = {
			A: 'link',
			BUTTON: 'button',
			SUMMARY: 'disclosure',
			SELECT: 'combobox'
		};
		const input = at instanceof HTMLInputElement ? at : undefined;
		const role =
			roles[at.tagName] ??
			(input && (/^(radio|checkbox)$/.test(input.type) ? input.type : 'textbox')) ??
			at.tagName;
		const named = at.getAttribute('aria-label') ?? input?.labels?.[0]?.textContent ?? at.textContent ?? '';
		const drawn = [at, at.closest('label'), at.closest('.choice')].filter((one) => one !== null);
		const seen = drawn.some((one) => {
			const { outlineStyle, outlineWidth } = getComputedStyle(one);
			return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
		});
		const { left, top, width, height } = at.getBoundingClientRect();
		const over = document.elementFromPoint(left + width / 2, top + height / 2);
		const covered =
			over !== null && !at.contains(over) && !over.contains(at) && !drawn.some((one) => one.contains(over));
		return { role, name: named.replaceAll(/\s+/g, ' ').trim(), seen, covered };
	});
}

/** step presses Tab and checks that the new place is visible. */
async function step(page: Page): Promise<Stop> {
	await page.keyboard.press('Tab');
	const at = await focus(page);
	const outside = at.role === 'BODY' || at.role === 'HTML';
	assert.ok(outside || at.seen, `the focus cannot be seen on ${at.role} "${at.name}" of ${page.url()}`);
	assert.ok(outside || !at.covered, `${at.role} "${at.name}" of ${page.url()} has the focus under a bar`);
	return at;
}

/** tabTo presses Tab until the wanted element has the focus and tells how often. */
async function tabTo(page: Page, role: string, name: string | RegExp): Promise<number> {
	for (let presses = 1; presses <= 120; presses++) {
		const at = await step(page);
		const fits = typeof name === 'string' ? at.name === name : name.test(at.name);
		if (at.role === role && fits) return presses;
	}
	throw new Error(`${role} ${name} was not reached by Tab on ${page.url()}`);
}

async function answerByKeyboard(page: Page): Promise<void> {
	for (let presses = 0; presses < 20; presses++) {
		const { role, name } = await step(page);
		if (role === 'radio' || (role === 'checkbox' && presses > 0)) return page.keyboard.press('Space');
		if (role === 'combobox') return page.keyboard.press('ArrowDown');
		if (role === 'button' && name === 'Giữ thứ tự này') return page.keyboard.press('Enter');
		if (role === 'textbox') {
			await page.keyboard.type('5');
			return page.keyboard.press('Tab');
		}
	}
	throw new Error('no control for an answer');
}

/** noTrap goes on with Tab until the focus leaves the page and comes round again. */
async function noTrap(page: Page): Promise<void> {
	for (let presses = 0; presses < 150; presses++) {
		if (/Đến nội dung chính/.test((await step(page)).name)) return;
	}
	throw new Error(`the focus is trapped on ${page.url()}`);
}
