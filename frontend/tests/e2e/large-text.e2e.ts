import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits, openLargeTextBrowser } from './helpers/browser';
import { signIn, stories } from './helpers/story';
import { whole } from './helpers/text';

const story = stories(openLargeTextBrowser);

type Look = { locale: 'vi' | 'en'; theme: 'light' | 'dark' };
const looks: Look[] = [
	{ locale: 'vi', theme: 'light' },
	{ locale: 'en', theme: 'dark' }
];
const pages: [account: string | undefined, paths: string[]][] = [
	[undefined, ['/', '/?q=khongcogi', '/khoa-hoc/an1', '/dang-nhap', '/khong-co-trang-nay', '/xac-minh']],
	['thuongtruc', ['/quan-ly/so-lieu', '/quan-ly/bao-cao', '/viec-hoc']],
	['nhatruong', ['/quan-ly/lop']],
	['khaothi', ['/quan-ly/do-thong-nhat', '/quan-ly/phuc-khao', '/quan-ly/ghi-nhan']],
	['daumoi', ['/quan-ly/ket-qua', '/giay-chung-nhan']],
	['giaovien', ['/viec-hoc', '/tai-khoan']]
];

for (const look of looks) {
	const name = `${look.locale === 'vi' ? 'Vietnamese' : 'English'}, ${look.theme}`;

	story(
		`with text of twice the size on a narrow phone no page loses a word (${name})`,
		async ({ newVisit }) => {
			const faults: string[] = [];
			for (const [account, paths] of pages) {
				const { page, close, expected } = await newVisit({ viewport: { width: 320, height: 640 } });
				expected(404, /khong-co/);
				if (account) await signIn(page, account);
				else await page.goto('/dang-nhap');
				await dress(page, look);
				for (const path of account === 'giaovien' ? [...paths, ...(await study(page))] : paths)
					faults.push(...(await visited(page, path)));
				await close();
			}
			assert.deepEqual(faults, []);
		}
	);
}

/** dress sets the reader's language and theme, and makes sure of the size of text. */
async function dress(page: Page, { locale, theme }: Look) {
	await page.evaluate(
		([language, colours]) => {
			localStorage.setItem('PARAGLIDE_LOCALE', language);
			localStorage.setItem('theme', colours);
		},
		[locale, theme] as const
	);
	assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '32px');
}

/** visited gives everything that is wrong with a page, so that one run shows all there is to mend. */
async function visited(page: Page, path: string): Promise<string[]> {
	await page.goto(path);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await page.waitForLoadState('networkidle');
	const folder = process.env.E2E_PICTURES;
	if (folder)
		await page.screenshot({
			path: `${folder}/large${path.replaceAll(/\W+/g, '-')}-${await page.locator('html').getAttribute('lang')}.png`,
			fullPage: true
		});
	const faults: string[] = [];
	for (const check of [fits, whole, accessible])
		await check(page).catch((error: Error) => faults.push(`${path}: ${error.message}`));
	return faults;
}

/** study gives the addresses of a course, a text, a video, a running test and a result. */
async function study(page: Page): Promise<string[]> {
	const enrollment = await page.evaluate(async () => {
		const read = async (path: string, method = 'GET') => (await fetch(`/api/v1${path}`, { method })).json();
		const { completed } = await read('/me/learning');
		const id: string = completed[0].enrollmentId;
		const { modules } = await read(`/enrollments/${id}`);
		const lessons: string[] = modules[0].lessons.slice(0, 2).map((lesson: { id: string }) => lesson.id);
		return { id, lessons };
	});
	const course = `/viec-hoc/${enrollment.id}`;
	return [course, ...enrollment.lessons.map((id) => `${course}/bai/${id}`)];
}
