import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { pick, signIn, stories } from './helpers/story';
import { workbookOf, type Sheet } from './helpers/workbook';

const story = stories();

/** agencySheet founds a unit of Xã Bình Sơn. */
function agencySheet(mark: string): Sheet {
	return {
		name: 'Cơ quan',
		rows: [
			['Mã', 'Tên cơ quan', 'Loại', 'Mã cấp trên', 'Từ ngày', 'Văn bản'],
			[mark, `Trung tâm ${mark}`, 'Đơn vị', '21040', '01/11/2026', 'Quyết định số 16/QĐ-UBND']
		]
	};
}

/** loadingFile is a workbook that founds a unit of Xã Bình Sơn and posts two people there. */
function loadingFile(mark: string) {
	return workbookOf(`nap-${mark}.xlsx`, [
		{
			name: 'Người',
			rows: [
				['STT', 'Họ và tên', 'Mã cán bộ', 'Chức vụ', 'Mã đơn vị', 'Từ ngày', 'Dân tộc'],
				['1', 'Phạm Thị Hoài Mẫu', `${mark}-1`, 'Giám đốc Trung tâm', mark, '01/11/2026', 'Kinh'],
				['2', 'Đinh Văn Rin Mẫu', `${mark}-2`, 'Viên chức', mark, '01/11/2026', 'Hrê']
			]
		},
		agencySheet(mark)
	]);
}

/** loadAgencies checks the agencies of a workbook. */
async function loadAgencies(page: Page, file: ReturnType<typeof workbookOf>): Promise<void> {
	await page.goto('/quan-ly/co-quan/danh-muc');
	await page.getByLabel('Tệp danh mục (.xlsx)').setInputFiles(file);
	await page.getByRole('button', { name: 'Kiểm tra danh mục' }).click();
	await page.getByRole('heading', { level: 2, name: file.name }).waitFor();
}

/** giveRoster lets an administrator make somebody the focal point of Xã Bình Sơn. */
async function giveRoster(page: Page, username: string, name: string): Promise<void> {
	await page.goto('/quan-ly/tai-khoan');
	await page.getByLabel('Họ tên, mã hoặc tên đăng nhập').fill(username);
	await page.getByRole('button', { name: 'Tìm', exact: true }).click();
	await page.getByRole('link', { name }).click();
	await page.getByRole('heading', { level: 1, name }).waitFor();
	await page.getByRole('button', { name: 'Giao vai trò' }).click();
	const dialog = page.getByRole('dialog');
	await pick(dialog, 'Cơ quan, đơn vị', 'xa binh son', /^Xã Bình Sơn/);
	await dialog.getByLabel('Vai trò').selectOption({ label: 'Đầu mối cơ quan' });
	await dialog.getByLabel('Văn bản').fill('46/QĐ-UBND ngày 20/11/2026');
	await dialog.getByRole('button', { name: 'Giao vai trò' }).click();
	await page.getByText('Đã giao vai trò, có hiệu lực ngay.').waitFor();
}

/** takeRoster lets the administrator take it back, on the page of the person. */
async function takeRoster(page: Page): Promise<void> {
	await page.getByRole('button', { name: /^Thu hồi.*Đầu mối cơ quan/ }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Lý do').fill('Đã nạp xong danh sách');
	await dialog.getByRole('button', { name: 'Thu hồi', exact: true }).click();
	await dialog.waitFor({ state: 'detached' });
	await page.getByText('Lý do: Đã nạp xong danh sách').first().waitFor();
}

story('the tree opens by keyboard and is searched without accents, as of any day', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan');
	await page.getByRole('heading', { level: 1, name: 'Cơ quan, đơn vị' }).waitFor();
	const commune = page.getByRole('button', { name: 'Đơn vị trực thuộc Xã Bình Sơn', exact: true });
	await commune.focus();
	await page.keyboard.press('Enter');
	await page.getByRole('link', { name: /^Văn phòng HĐND và UBND xã Bình Sơn/ }).waitFor();
	await page.evaluate(() => scrollTo(0, 0)); // nothing lies under the bar that stays on top
	await accessible(page);

	await page.getByRole('searchbox').fill('dak pek');
	await page.keyboard.press('Enter');
	await page.getByRole('link', { name: 'Xã Đăk Pék', exact: true }).waitFor();
	await accessible(page);

	await page.getByRole('searchbox').fill('huyen binh son');
	await page.keyboard.press('Enter');
	await page.getByText('Không tìm thấy cơ quan nào').waitFor();
	await page.getByLabel('Xem theo ngày').fill('2025-06-30');
	await page.getByLabel('Xem theo ngày').blur();
	await page.getByRole('link', { name: 'Huyện Bình Sơn', exact: true }).waitFor();
	assert.match(page.url(), /ngay=2025-06-30/);
});

story('the tree slides through the months by keyboard', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan?ngay=2025-07-01');
	const slider = page.getByRole('slider', { name: 'Kéo để xem theo tháng' });
	await slider.focus();
	await page.keyboard.press('ArrowLeft');
	await page.waitForURL(/ngay=2025-06-01/);
	await page.getByRole('link', { name: 'Tỉnh Kon Tum', exact: true }).waitFor();
	await slider.focus();
	await page.keyboard.press('End');
	await page.waitForURL((url) => !url.searchParams.has('ngay'));
});

story(
	'an event of the demonstration reaches into closed periods: asking to reverse it leaves a line',
	async ({ page }) => {
		await signIn(page, 'thuongtruc');
		await page.goto('/quan-ly/co-quan?tim=21085');
		await page.getByRole('link', { name: 'Xã Bình Minh', exact: true }).click();
		await page
			.getByRole('button', { name: /^Hoàn tác/ })
			.first()
			.click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Lý do').fill('Văn bản đã được đính chính');
		await dialog.getByRole('button', { name: 'Hoàn tác' }).click();
		await page.getByText('Đã ghi dòng điều chỉnh').waitFor();
		await page.goto('/quan-ly/dieu-chinh');
		await page.getByText('Muốn hoàn tác: Hợp nhất').first().waitFor();
		await page.getByText('Văn bản đã được đính chính').first().waitFor();
		await page.getByRole('link', { name: 'Xã Bình Khương' }).first().waitFor();
		await accessible(page);
	}
);

story('the page of a merged unit names its predecessors and their sum', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan?tim=21085');
	await page.getByRole('link', { name: 'Xã Bình Minh', exact: true }).click();
	await page.getByRole('heading', { level: 1, name: 'Xã Bình Minh' }).waitFor();
	await page.getByRole('columnheader', { name: 'Cùng kỳ' }).waitFor();
	await page.getByText('Gồm cả số liệu của').waitFor();
	await accessible(page);
	await page.getByRole('link', { name: 'Yêu cầu học đang áp dụng' }).click();
	await page.getByRole('heading', { level: 1, name: 'Yêu cầu học đang áp dụng' }).waitFor();
	await page.getByText('hiện áp dụng cho Xã Bình Minh').waitFor();
	await page.getByRole('listitem').first().waitFor();
	await accessible(page);
	await page.getByRole('link', { name: 'Xã Bình Minh' }).click();
	await page.getByRole('link', { name: 'Xã Bình Khương' }).first().click();
	await page.getByText('Cơ quan này đã kết thúc từ ngày 01/07/2025').waitFor();
	await accessible(page);
});

story('an event is previewed, applied and reversed', async ({ page, expected }) => {
	expected(422, /agency-events\/preview/);
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/co-quan/su-kien');
	await page.getByLabel('Loại sự kiện').selectOption('dissolve');
	await page.getByRole('button', { name: 'Xem trước' }).click();
	await page.getByText('Hãy ghi văn bản làm căn cứ').waitFor();
	await accessible(page);

	await page.getByLabel('Loại sự kiện').selectOption('rename');
	await page.getByLabel('Văn bản làm căn cứ').fill('Quyết định số 15/QĐ-UBND ngày 20/11/2026');
	await pick(page, 'Cơ quan', 'so tu phap', /^Sở Tư pháp/);
	const name = page.getByLabel('Tên cơ quan');
	await page.waitForFunction(() =>
		[...document.querySelectorAll('input')].some((input) => input.value === 'Sở Tư pháp')
	);
	await name.fill('Sở Tư pháp và Pháp chế');
	await page.getByRole('button', { name: 'Xem trước' }).click();
	await page.getByRole('heading', { name: 'Sự kiện này sẽ' }).waitFor();
	await accessible(page);
	await page.getByRole('button', { name: 'Thực hiện' }).click();
	await page.getByRole('heading', { level: 1, name: 'Sở Tư pháp và Pháp chế' }).waitFor();

	await page
		.getByRole('button', { name: /^Hoàn tác/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.waitFor();
	await accessible(page);
	await dialog.getByRole('button', { name: 'Hoàn tác' }).click();
	await dialog.getByText('Hãy ghi lý do').waitFor();
	await dialog.getByLabel('Lý do').fill('Nhập nhầm văn bản');
	await dialog.getByRole('button', { name: 'Hoàn tác' }).click();
	await page.getByRole('heading', { level: 1, name: 'Sở Tư pháp', exact: true }).waitFor();
	await page.getByText('Nhập nhầm văn bản').waitFor();
});

story(
	'one workbook founds a unit by the standing agency, then posts its people by the focal point',
	async ({ page, newVisit }) => {
		const mark = `TT${Date.now() % 1_000_000}`;
		const file = loadingFile(mark);
		await signIn(page, 'thuongtruc');
		await loadAgencies(page, file);
		await page.getByRole('button', { name: 'Ghi 1 dòng hợp lệ' }).click();
		await page.getByText('Danh mục đã được ghi.').waitFor();
		await page.getByText('do đầu mối của cơ quan nạp').waitFor();
		assert.equal(await page.getByRole('button', { name: 'Kiểm tra trang Người' }).count(), 0);
		await page.evaluate(() => scrollTo(0, 0)); // nothing lies under the bar that stays on top
		await accessible(page);

		const focal = await newVisit();
		await signIn(focal.page, 'daumoi');
		await focal.page.goto('/quan-ly/danh-sach');
		await focal.page.getByLabel('Tệp danh sách').setInputFiles(file);
		await focal.page.getByRole('button', { name: 'Xem các cột' }).click();
		assert.equal(await focal.page.getByText('Hrê').count(), 0);
		await focal.page.getByRole('button', { name: 'Kiểm tra danh sách' }).click();
		await focal.page.getByRole('button', { name: 'Ghi 2 dòng' }).click();
		await focal.page.getByText('Đã ghi danh sách lúc').waitFor();
	}
);

story(
	'whoever may do both goes on from the agencies to the people of the same file; a second time changes nothing',
	async ({ page, newVisit }) => {
		const mark = `TM${Date.now() % 1_000_000}`;
		const file = loadingFile(mark);
		const admin = await newVisit();
		await signIn(admin.page, 'quantri');
		await giveRoster(admin.page, 'thuongtruc', 'Huỳnh Tấn Luân');

		await signIn(page, 'thuongtruc');
		await loadAgencies(page, file);
		assert.equal(await page.getByRole('button', { name: 'Kiểm tra trang Người' }).count(), 0);
		await page.getByRole('button', { name: 'Ghi 1 dòng hợp lệ' }).click();
		await page.getByText('Danh mục đã được ghi.').waitFor();
		await page.getByRole('button', { name: 'Kiểm tra trang Người' }).click();
		await page.getByText('Đã đọc trang tính “Người”.').waitFor();
		await page.getByRole('rowheader', { name: 'Đinh Văn Rin Mẫu' }).waitFor();
		await page.evaluate(() => scrollTo(0, 0));
		await accessible(page);
		await page.getByRole('button', { name: 'Ghi 2 dòng' }).click();
		await page.getByText('Đã ghi danh sách lúc').waitFor();
		await page.getByText('Danh mục đã được ghi.').waitFor(); // both outcomes stand on one page
		await page.evaluate(() => scrollTo(0, 0));
		await accessible(page);

		await loadAgencies(page, file);
		await page.getByText('Không có dòng nào cần ghi.').waitFor();
		await page.getByRole('button', { name: 'Kiểm tra trang Người' }).click();
		await page.getByRole('button', { name: /^2\s*Đã có$/ }).waitFor();

		await takeRoster(admin.page);
	}
);

story(
	'columns that nobody recognizes are explained on the page of the workbook, once',
	async ({ page, newVisit }) => {
		const mark = `TN${Date.now() % 1_000_000}`;
		const file = workbookOf(`nap-${mark}.xlsx`, [
			{
				name: 'Danh sách',
				rows: [
					['STT', 'Người được cử', 'Ký hiệu riêng', 'Việc đang làm', 'Mã đơn vị', 'Dân tộc'],
					['1', 'Phạm Thị Hoài Mẫu', `${mark}-1`, 'Giám đốc Trung tâm', mark, 'Kinh'],
					['2', 'Đinh Văn Rin Mẫu', `${mark}-2`, 'Viên chức', mark, 'Hrê']
				]
			},
			agencySheet(mark)
		]);
		const admin = await newVisit();
		await signIn(admin.page, 'quantri');
		await giveRoster(admin.page, 'thuongtruc', 'Huỳnh Tấn Luân');
		await signIn(page, 'thuongtruc');
		await loadAgencies(page, file);
		await page.getByRole('button', { name: 'Ghi 1 dòng hợp lệ' }).click();
		await page.getByText('Danh mục đã được ghi.').waitFor();
		await page.getByRole('button', { name: 'Kiểm tra trang Người' }).click();
		await page.getByRole('heading', { name: 'Mỗi cột là gì?' }).waitFor();
		assert.equal(await page.getByLabel('Dân tộc').isDisabled(), true);
		assert.equal(await page.getByText('Hrê').count(), 0);
		await page.evaluate(() => scrollTo(0, 0)); // nothing lies under the bar that stays on top
		await accessible(page);
		await page.setViewportSize({ width: 360, height: 740 });
		await fits(page);

		await page.getByLabel('Người được cử').selectOption({ label: 'Họ và tên' });
		await page.getByLabel('Ký hiệu riêng').selectOption({ label: 'Mã' });
		await page.getByLabel('Việc đang làm').selectOption({ label: 'Chức vụ, chức danh' });
		await page.getByRole('button', { name: 'Kiểm tra danh sách' }).click();
		await page.getByText('Đã đọc trang tính “Danh sách”.').waitFor();
		await page.getByRole('cell', { name: `${mark}-2` }).waitFor();
		await page.getByRole('button', { name: 'Xem các cột' }).click(); // what was said is known, and can be corrected
		assert.equal(await page.getByLabel('Người được cử').inputValue(), 'name');
		await page.getByRole('button', { name: 'Kiểm tra danh sách' }).click();
		await page.getByRole('button', { name: 'Ghi 2 dòng' }).click();
		await page.getByText('Đã ghi danh sách lúc').waitFor();
		await takeRoster(admin.page);
	}
);

story('who owes reports and who collects is a list of its own', async ({ page }) => {
	await signIn(page, 'thuongtruc');
	await page.goto('/quan-ly/tong-hop');
	await page.getByRole('columnheader', { name: 'Cơ quan tổng hợp' }).waitFor();
	await accessible(page);
	await page
		.getByRole('button', { name: /^Thay đổi/ })
		.first()
		.click();
	await page.getByRole('dialog').waitFor();
	await accessible(page);
});

story('a focal point reads the tree and cannot change it', async ({ page }) => {
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/co-quan?tim=xa binh son');
	await page.getByRole('link', { name: 'Xã Bình Sơn', exact: true }).click();
	await page.getByRole('heading', { level: 1, name: 'Xã Bình Sơn' }).waitFor();
	assert.equal(await page.getByRole('link', { name: 'Lập sự kiện tổ chức' }).count(), 0);
	assert.equal(await page.getByRole('button', { name: /^Hoàn tác/ }).count(), 0);
});

story(
	'every screen of the tree fits a phone',
	async ({ page }) => {
		await signIn(page, 'thuongtruc');
		for (const path of ['', '?tim=binh', '/su-kien', '/danh-muc']) {
			await page.goto(`/quan-ly/co-quan${path}`);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await fits(page);
		}
		for (const path of ['/quan-ly/tong-hop', '/quan-ly/dieu-chinh']) {
			await page.goto(path);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await fits(page);
		}
	},
	{ viewport: { width: 360, height: 740 } }
);

story(
	'a reason in the place of a figure is never cut, on the smallest phone, in either language',
	async ({ page }) => {
		await signIn(page, 'thuongtruc');
		for (const [query, reasons] of [
			['van phong hdnd va ubnd xa binh son', /Chưa thành lập|Not yet established/],
			['dak pek', /Ngoài phạm vi kế hoạch|Outside the plan/]
		] as const) {
			await page.goto(`/quan-ly/co-quan?tim=${query}`);
			await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
			await page.getByRole('heading', { level: 2 }).first().waitFor();
			for (const width of [320, 360]) {
				await page.setViewportSize({ width, height: 740 });
				for (const locale of ['vi', 'en']) {
					await page.evaluate((chosen) => localStorage.setItem('PARAGLIDE_LOCALE', chosen), locale);
					await page.goto(`${page.url().split('?')[0]}?ngay=2025-08-01`);
					const figures = page.getByRole('region', { name: /^(Số liệu so sánh|Comparable figures)$/ });
					await figures.getByText(reasons).first().waitFor();
					assert.deepEqual(await figures.evaluate(cutTexts), [], `${width} px, ${locale}`);
				}
			}
		}
	}
);

/** cutTexts gives the texts of a table that stick out of its frame. */
function cutTexts(frame: Element): string[] {
	const { left, right } = frame.getBoundingClientRect();
	const isCut = (cell: Element) => {
		const range = document.createRange();
		range.selectNodeContents(cell);
		return [...range.getClientRects()].some((text) => text.left < left || text.right > right);
	};
	return [...frame.querySelectorAll('tbody :is(th, td)')].filter(isCut).map((cell) => cell.textContent);
}
