import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { accessible, fits } from './helpers/browser';
import { signIn, stories } from './helpers/story';

const story = stories();
const square =
	'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="#0b5a6b"/></svg>';

story(
	'a registrar tries a design, looks at the page and has it hold from a later day',
	async ({ page, expected }) => {
		expected(422, /\/designs/);
		await signIn(page, 'giuso');
		await page.goto('/quan-ly/mau-giay');
		await page.getByRole('heading', { level: 1, name: 'Mẫu giấy chứng nhận' }).waitFor();
		const preview = page.getByRole('img', { name: /^Giấy chứng nhận mẫu/ });
		await preview.waitFor();
		const first = await preview.getAttribute('src');
		await page.getByLabel('Hiện đại').check();
		await page.getByLabel('Đất nung').check();
		await page.getByLabel('Tia sáng').check();
		await page.setInputFiles('input[type=file]', {
			name: 'logo.svg',
			mimeType: 'image/svg+xml',
			buffer: Buffer.from(square)
		});
		await page.getByRole('button', { name: 'Bỏ biểu trưng' }).waitFor();
		await page.getByLabel('Họ tên người ký').fill('Y Bhăm Niê Kdăm');
		await page.waitForFunction(
			(before) => {
				const now = document.querySelector<HTMLImageElement>('img[alt^="Giấy chứng nhận mẫu"]');
				return (
					now?.src !== before && now?.complete && now.naturalWidth > 0 && now.src.includes('image%2Fpng')
				);
			},
			first,
			{ timeout: 20_000 }
		);
		await accessible(page);
		const file = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Tải bản in thử' }).click();
		assert.equal((await file).suggestedFilename(), 'mau-giay-chung-nhan.pdf');
		const mark = page.getByLabel('Ký hiệu sau số vào sổ');
		await mark.fill('gcn cat');
		await page.getByText('Ký hiệu gồm chữ in hoa và số').waitFor();
		await mark.fill('GCN-CAT');
		await page.getByLabel('Dùng từ ngày').fill('2099-01-05');
		await page.getByRole('button', { name: 'Lưu mẫu' }).click();
		await page.getByText('Đã lưu. Giấy cấp từ 05/01/2099 dùng mẫu này.').waitFor();
		await page.getByText('Từ 05/01/2099: Hiện đại, Đất nung').waitFor();
		await page.setViewportSize({ width: 360, height: 740 });
		await fits(page);
		await accessible(page);
	}
);

story('another role has no page of designs', async ({ page, expected }) => {
	expected(403, /\/certificate-designs$/);
	await signIn(page, 'daumoi');
	await page.goto('/quan-ly/mau-giay');
	assert.equal(await page.getByRole('link', { name: 'Mẫu giấy chứng nhận' }).count(), 0);
	assert.equal(await page.getByRole('button', { name: 'Lưu mẫu' }).count(), 0);
});

story(
	'a registrar takes pages and files of the register, and an unsigned file is refused',
	async ({ page, expected }) => {
		expected(409, /\/signed-file\/check$/);
		await signIn(page, 'giuso');
		await page.goto('/quan-ly/so-cap-giay?q=0001');
		await page.getByRole('heading', { level: 1, name: 'Sổ cấp giấy chứng nhận' }).waitFor();
		for (const [link, name] of [
			['In giấy hàng loạt (PDF)', 'giay-chung-nhan-ban-in.pdf'],
			['Giấy có chữ ký (ZIP)', 'giay-chung-nhan.zip']
		] as const) {
			const file = page.waitForEvent('download');
			await page.getByRole('link', { name: link }).click();
			assert.equal((await file).suggestedFilename(), name);
		}
		await accessible(page);
		await page
			.getByRole('link', { name: /0001\// })
			.first()
			.click();
		await page.getByRole('heading', { level: 2, name: 'Tệp do cơ quan ký số' }).waitFor();
		const original = page.waitForEvent('download');
		await page.getByRole('link', { name: 'Tải tệp gốc' }).click();
		const path = await (await original).path();
		await page.setInputFiles('input[type=file]', {
			name: 'goc.pdf',
			mimeType: 'application/pdf',
			buffer: readFileSync(path)
		});
		await page.getByText('Tệp chưa có chữ ký số nào ngoài chữ ký của nền tảng.').waitFor();
		await accessible(page);
	}
);
