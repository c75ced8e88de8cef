import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { AnswerPayload } from '../../src/lib/api/wire';
import { accessible, fits } from './helpers/browser';
import { attemptId, items, placeOf, result, serve, type PaperServer } from './helpers/question-paper';
import { signIn, stories } from './helpers/story';

const story = stories();

/** sit opens the paper as somebody who has just started it. */
async function sit(page: Page): Promise<PaperServer> {
	const server = await serve(page);
	await signIn(page, 'hocvien');
	await page.goto(`/lam-bai/${attemptId}`);
	await page.getByRole('heading', { name: `Câu 1 trong ${items.length}` }).waitFor();
	return server;
}

/** goTo shows a question by the map and waits for its card. */
async function goTo(page: Page, type: (typeof items)[0]['type']): Promise<Locator> {
	const name = new RegExp(`^(Câu|Question) ${placeOf(type)} (trong|of) ${items.length}`);
	await page.getByRole('button', { name }).click();
	const card = page.getByRole('region', { name });
	await card.waitFor();
	return card;
}

/** saved waits until the server has the answer to a question and compares it. */
async function saved(server: PaperServer, type: (typeof items)[0]['type'], payload: unknown): Promise<void> {
	await sent(server, type, (now) => JSON.stringify(now) === JSON.stringify(payload));
	assert.deepEqual(server.payload(type), payload, type);
}

/** sent waits for a save after which the server has what is wanted; it may come up to two seconds after the change. */
async function sent(
	server: PaperServer,
	type: (typeof items)[0]['type'],
	wanted: (payload: AnswerPayload | undefined) => boolean
): Promise<void> {
	const until = Date.now() + 5000;
	while (!wanted(server.payload(type)) && Date.now() < until)
		await new Promise((resolve) => setTimeout(resolve, 50));
	assert.ok(wanted(server.payload(type)), `${type}: ${JSON.stringify(server.payload(type))}`);
}

/** reach presses Tab until the element has the focus. */
async function reach(page: Page, target: Locator): Promise<void> {
	for (let presses = 0; presses < 60; presses++) {
		await page.keyboard.press('Tab');
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error(`${target} was not reached by Tab`);
}

/** pressAt reaches an element and presses keys there. */
async function pressAt(page: Page, target: Locator, ...keys: string[]): Promise<void> {
	await reach(page, target);
	for (const key of keys) await page.keyboard.press(key);
}

story('every type is answered by keyboard alone', async ({ page }) => {
	const server = await sit(page);
	const { keyboard } = page;

	await goTo(page, 'single');
	await keyboard.press('2');
	await saved(server, 'single', { choices: [1] });

	await goTo(page, 'multiple');
	await keyboard.press('3');
	await keyboard.press('1');
	await saved(server, 'multiple', { choices: [0, 2] });

	await goTo(page, 'true_false');
	await keyboard.press('2');
	await saved(server, 'true_false', { truth: false });

	for (const [type, text] of [
		['numeric', '6'],
		['short_answer', 'lừa đảo qua thư'],
		['formula', '15,6'],
		['essay', 'Xem kỹ địa chỉ của người gửi.']
	] as const) {
		const card = await goTo(page, type);
		await reach(page, card.getByRole('textbox'));
		await keyboard.insertText(text);
		await saved(server, type, { text });
	}

	let card = await goTo(page, 'matching');
	await pressAt(page, card.getByRole('combobox', { name: /Đòi chuyển tiền/ }), 'ArrowDown');
	await pressAt(page, card.getByRole('combobox', { name: /trúng thưởng/ }), 'ArrowDown', 'ArrowDown');
	await saved(server, 'matching', { pairs: [0, 1, -1] });
	await page.getByRole('button', { name: /^Câu 6 trong \d+: trả lời chưa đủ$/ }).waitFor();
	await pressAt(page, card.getByRole('combobox', { name: /đầu tư/ }), 'End');
	await saved(server, 'matching', { pairs: [0, 1, 3] });

	card = await goTo(page, 'ordering');
	await card.getByText('Chưa trả lời').waitFor();
	const down = card.getByRole('button', { name: 'Đưa xuống: Trình báo cơ quan công an' });
	await pressAt(page, down, 'Enter', 'Enter');
	await saved(server, 'ordering', { choices: [1, 2, 0, 3] });
	await card.getByText('Trình báo cơ quan công an: vị trí 3 trong 4').waitFor();
	assert.ok(await down.evaluate((button) => button === document.activeElement), 'the focus went along');

	card = await goTo(page, 'cloze');
	await pressAt(page, card.getByRole('combobox', { name: 'Chỗ trống 1' }), 'ArrowDown');
	await reach(page, card.getByRole('textbox', { name: 'Chỗ trống 2' }));
	await keyboard.insertText('công an');
	await reach(page, card.getByRole('textbox', { name: 'Chỗ trống 3 (giờ)' }));
	await keyboard.insertText('24');
	await saved(server, 'cloze', { gaps: [{ choice: 0 }, { text: 'công an' }, { text: '24' }] });

	card = await goTo(page, 'inline_choice');
	await pressAt(page, card.getByRole('combobox', { name: 'Chỗ trống 1' }), 'ArrowDown');
	await pressAt(page, card.getByRole('combobox', { name: 'Chỗ trống 2' }), 'ArrowDown');
	await saved(server, 'inline_choice', { gaps: [{ choice: 0 }, { choice: 0 }] });

	card = await goTo(page, 'categorize');
	for (const [name, ...keys] of [
		['Mã OTP', 'ArrowDown'],
		['Tên cơ quan', 'End'],
		['Số điện thoại đường dây nóng', 'End'],
		['Mật khẩu', 'ArrowDown']
	] as const)
		await pressAt(page, card.getByRole('combobox', { name }), ...keys);
	await saved(server, 'categorize', { pairs: [0, 1, 1, 0] });

	card = await goTo(page, 'single_choice_table');
	await pressAt(
		page,
		card.getByRole('radio', { name: 'Bấm liên kết trong tin nhắn lạ An toàn' }),
		'ArrowRight'
	);
	await pressAt(page, card.getByRole('radio', { name: 'Gõ địa chỉ cổng dịch vụ công An toàn' }), 'Space');
	await pressAt(page, card.getByRole('radio', { name: /Cài ứng dụng từ tệp được gửi An toàn/ }), 'ArrowDown');
	await saved(server, 'single_choice_table', { pairs: [1, 0, 1] });

	card = await goTo(page, 'hotspot');
	await pressAt(
		page,
		card.getByRole('application'),
		'ArrowLeft',
		'Shift+ArrowUp',
		'Enter',
		'ArrowRight',
		' '
	);
	await saved(server, 'hotspot', {
		picks: [
			{ x: 4900, y: 4500 },
			{ x: 5000, y: 4500 }
		]
	});
	await keyboard.press('Enter');
	await card.getByText('Đã đặt đủ 2 dấu').waitFor();
	await keyboard.press('Backspace');
	await saved(server, 'hotspot', { picks: [{ x: 4900, y: 4500 }] });
	await pressAt(page, card.getByRole('button', { name: 'Bỏ dấu 1' }), 'Enter');
	await saved(server, 'hotspot', { picks: [] });
	await keyboard.press('Enter');
	await saved(server, 'hotspot', { picks: [{ x: 5000, y: 5000 }] });

	card = await goTo(page, 'case_study');
	await pressAt(page, card.getByRole('radio', { name: 'Tắt máy' }), 'Space');
	await pressAt(page, card.getByRole('combobox', { name: '"Giữ bí mật"' }), 'ArrowDown');
	await pressAt(page, card.getByRole('combobox', { name: '"Trong 30 phút"' }), 'End');
	await pressAt(page, card.getByRole('combobox', { name: 'Chỗ trống 1' }), 'ArrowDown');
	const known = { pairs: [0, 1] };
	await saved(server, 'case_study', { parts: [{ choices: [0] }, known, { gaps: [{ choice: 0 }] }, {}] });
	const map = page.getByRole('button', { name: /^Câu 16 trong/ });
	assert.match((await map.getAttribute('aria-label')) ?? '', /trả lời chưa đủ$/);
	await reach(page, card.getByRole('textbox'));
	await keyboard.insertText('113');
	await saved(server, 'case_study', {
		parts: [{ choices: [0] }, known, { gaps: [{ choice: 0 }] }, { text: '113' }]
	});
	assert.match((await map.getAttribute('aria-label')) ?? '', /: đã trả lời$/);

	await page.reload();
	await page.getByRole('heading', { name: `Câu 16 trong ${items.length}` }).waitFor();
	assert.equal(await card.getByRole('textbox').inputValue(), '113');
	await page.getByRole('button', { name: 'Xem lại và nộp' }).click();
	await page.getByText('Còn 1 câu chưa trả lời.').waitFor();
	await accessible(page);
});

story('whoever has a pointer can drag and point', async ({ page }) => {
	const server = await sit(page);

	let card = await goTo(page, 'matching');
	await drag(page, card.getByText('Phát tán mã độc').first(), card.getByText('Thư báo trúng thưởng'));
	await saved(server, 'matching', { pairs: [-1, 1, -1] });

	card = await goTo(page, 'categorize');
	const bin = card.getByText('Được công khai').last();
	await drag(
		page,
		card.getByText('Tên cơ quan').locator('xpath=preceding-sibling::*//*[local-name()="svg"]'),
		bin
	);
	await saved(server, 'categorize', { pairs: [-1, 1, -1, -1] });

	card = await goTo(page, 'ordering');
	const grips = card.getByRole('listitem').locator('svg:visible');
	await drag(page, grips.first(), card.getByText('Đổi mật khẩu'));
	await saved(server, 'ordering', { choices: [1, 2, 3, 0] });

	card = await goTo(page, 'hotspot');
	const { width, height } = (await card.getByRole('application').boundingBox())!;
	await card.getByRole('application').click({ position: { x: width / 4, y: height / 2 } });
	await card.getByText('Dấu 1: 25% từ trái sang, 50% từ trên xuống').first().waitFor();
	await sent(server, 'hotspot', (payload) => {
		const [pick] = payload?.picks ?? [];
		return !!pick && Math.abs(pick.x - 2500) < 40 && Math.abs(pick.y - 5000) < 40;
	});
});

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
	await from.scrollIntoViewIfNeeded();
	const middle = async (of: Locator) => {
		const { x, y, width, height } = (await of.boundingBox())!;
		return [x + width / 2, y + height / 2] as const;
	};
	await page.mouse.move(...(await middle(from)));
	await page.mouse.down();
	await page.mouse.move(...(await middle(to)), { steps: 8 });
	await page.mouse.up();
}

story('files are sent, refused, tried again and taken back', async ({ page }) => {
	const server = await sit(page);
	const card = await goTo(page, 'file_upload');
	const field = card.getByLabel('Chọn tệp để nộp');
	const file = (name: string, size: number) => ({ name, mimeType: '', buffer: Buffer.alloc(size, 1) });

	await field.setInputFiles(file('ke-hoach.exe', 1000));
	await card.getByText('không nhận loại tệp này').waitFor();
	await card.getByRole('button', { name: 'Bỏ tệp ke-hoach.exe' }).click();
	await field.setInputFiles(file('ke-hoach.pdf', 2_000_001));
	await card.getByText('lớn hơn 2,0 MB').waitFor();
	await card.getByRole('button', { name: 'Bỏ tệp ke-hoach.pdf' }).click();

	server.refuseFiles = true;
	await field.setInputFiles(file('ke-hoach.pdf', 1000));
	await card.getByText('Không kết nối được máy chủ').waitFor();
	server.refuseFiles = false;
	await card.getByRole('button', { name: 'Thử lại' }).click();
	await page.getByRole('button', { name: /^Câu 15 trong \d+: đã trả lời/ }).waitFor();
	await sent(server, 'file_upload', (payload) => payload?.files?.[0]?.name === 'ke-hoach.pdf');

	await field.setInputFiles([file('anh.png', 1000), file('them.pdf', 1000)]);
	await card.getByText('Chỉ nộp được 2 tệp').waitFor();
	await card.getByRole('button', { name: 'Bỏ tệp anh.png' }).waitFor();
	assert.ok(await field.isDisabled());
	await accessible(page);
	await card.getByRole('button', { name: 'Bỏ tệp anh.png' }).click();
	await card.getByRole('button', { name: 'Bỏ tệp ke-hoach.pdf' }).click();
	await saved(server, 'file_upload', { files: [] });
});

story('what is being typed when the page is left is not lost', async ({ page }) => {
	const server = await sit(page);
	const card = await goTo(page, 'essay');
	await card.getByRole('textbox').fill('Chưa ngừng gõ mà đã rời trang.');
	await page.goto('about:blank');
	await page.goto(`/lam-bai/${attemptId}`);
	await card.getByText('Đã viết 7 từ').waitFor();
	await saved(server, 'essay', { text: 'Chưa ngừng gõ mà đã rời trang.' });
});

for (const { width, theme, locale } of [
	{ width: 360, theme: 'light', locale: 'vi' },
	{ width: 360, theme: 'dark', locale: 'en' },
	{ width: 1440, theme: 'dark', locale: 'vi' },
	{ width: 1440, theme: 'light', locale: 'en' }
])
	story(
		`every card fits and is accessible at ${width} px, ${theme}, in ${locale}`,
		async ({ page }) => {
			await sit(page);
			await page.evaluate(
				([wanted, language]) => {
					localStorage.setItem('theme', wanted!);
					localStorage.setItem('PARAGLIDE_LOCALE', language!);
				},
				[theme, locale]
			);
			await page.reload();
			for (const { type } of items) {
				await goTo(page, type);
				await page.waitForLoadState('networkidle');
				await fits(page);
				await accessible(page);
				await picture(page, `${type}-${width}-${locale}`);
			}
			await page.getByRole('button', { name: /^(Xem lại và nộp|Review and hand in)$/ }).click();
			await fits(page);
			await accessible(page);
			await picture(page, `review-${width}-${locale}`);
			await page.goto(`/ket-qua/${attemptId}`);
			await page
				.getByRole('article')
				.nth(result.items!.length - 1)
				.waitFor();
			await fits(page);
			await accessible(page);
			await picture(page, `result-${width}-${locale}`);
		},
		{ viewport: { width, height: width < 600 ? 740 : 900 }, hasTouch: width < 600, isMobile: width < 600 }
	);

/** picture keeps how a card looks, where somebody wants to see it. */
async function picture(page: Page, name: string): Promise<void> {
	const folder = process.env.QUESTION_PICTURES;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
