import type { Page } from 'playwright-core';
import type { AttemptResult, Enrollment } from '../../src/lib/api/wire';
import { answerHere } from './helpers/answers';
import { accessible, fits } from './helpers/browser';
import { result } from './helpers/question-paper';
import { signIn, stories } from './helpers/story';

const story = stories();

async function openCourse(page: Page) {
	await page.getByRole('link', { name: /^(Học tiếp|Bắt đầu học)\s*: Nhận biết lừa đảo/ }).click();
	await page.getByRole('heading', { level: 1, name: 'Nhận biết lừa đảo trực tuyến' }).waitFor();
}

const rowOf = (page: Page, purpose: string) => page.getByRole('listitem').filter({ hasText: purpose });

story('a self-check explains itself at once, counts for nothing and may be taken again', async ({ page }) => {
	await signIn(page, 'hocvien');
	await openCourse(page);
	const row = rowOf(page, 'Để tự biết mình nhớ được gì');
	await row.getByText(/10 câu, 15 phút, không tính vào kết quả khóa học; đã làm 0 lượt/).waitFor();
	await row.getByRole('button', { name: 'Bắt đầu làm bài' }).click();
	const ask = page.getByRole('dialog');
	await ask.getByText('10 câu, 15 phút, không tính vào kết quả khóa học').waitFor();
	await accessible(page);
	await ask.getByRole('button', { name: 'Bắt đầu làm bài' }).click();
	await page.getByRole('heading', { name: 'Câu 1 trong 10' }).waitFor();
	const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
	await answerHere(page);
	await saved;
	await page.getByRole('button', { name: 'Xem lại và nộp' }).click();
	await page.getByRole('button', { name: 'Nộp bài' }).click();
	await page.waitForURL(/\/ket-qua\//);
	await page.getByText('Tự kiểm tra', { exact: true }).waitFor();
	await page.getByText('Không tính vào kết quả khóa học.').waitFor();
	await page.getByText('Có thể làm lại ngay bây giờ.').waitFor();
	await page.getByRole('heading', { name: 'Từng câu' }).waitFor();
	await accessible(page);
	await page.getByRole('link', { name: 'Về khóa học' }).click();
	await row.getByText(/đã làm 1 lượt/).waitFor();
	await row.getByRole('button', { name: 'Bắt đầu làm bài' }).waitFor();
});

/** changed lets the API answer as it does, but for some of it. */
function changed<T extends object>(page: Page, path: RegExp, change: (found: T) => Partial<T>) {
	return page.route(path, async (route) => {
		const response = await route.fetch();
		const found = (await response.json()) as T;
		await route.fulfill({ response, json: { ...found, ...change(found) } });
	});
}

story(
	'whoever passed the pre-test sees that the lessons are not owed',
	async ({ page }) => {
		await changed<Enrollment>(page, /\/api\/v1\/enrollments\/[^/]+$/, ({ tests }) => ({
			exempt: true,
			tests: tests.map((test) =>
				test.kind === 'pre_test' ? { ...test, state: 'passed', passed: true } : test
			)
		}));
		await signIn(page, 'hocvien');
		await openCourse(page);
		await page.getByText(/Được miễn các bài học. Việc còn lại là bài kiểm tra cuối khóa/).waitFor();
		const lessons = page.getByRole('link', { name: /Được miễn$/ });
		if ((await lessons.count()) < 10) throw new Error('the lessons do not say that they are spared');
		await rowOf(page, 'Đạt thì được miễn các bài học.').getByText('Đạt', { exact: true }).waitFor();
		await accessible(page);
		await fits(page);
	},
	{ viewport: { width: 360, height: 740 } }
);

story(
	'a result says when the test may be taken again, as the course does',
	async ({ page }) => {
		let again: AttemptResult['again'] = { state: 'exhausted' };
		await page.route(/\/api\/v1\/attempts\/[^/]+\/result$/, (route) =>
			route.fulfill({ json: { ...result, testKind: 'pre_test', items: [], again } satisfies AttemptResult })
		);
		await signIn(page, 'hocvien');
		const sitting = {
			title: 'Phòng máy 2',
			opensAt: '2026-12-07T01:00:00Z',
			closesAt: '2026-12-07T04:00:00Z',
			needsCode: true
		};
		for (const [next, words] of [
			[{ state: 'exhausted' }, 'Đã hết lượt'],
			[{ state: 'open' }, 'Có thể làm lại ngay bây giờ.'],
			[{ state: 'cooling_off', opensAt: '2026-12-07T02:30:00Z' }, 'Mở lại lúc 09:30 07/12/2026'],
			[
				{ state: 'cooling_off', opensAt: '2026-12-07T02:30:00Z', sitting },
				'Mở lại lúc 09:30 07/12/2026, trong đợt “Phòng máy 2”; cần mã vào phòng'
			],
			[
				{ state: 'closed', opensAt: sitting.opensAt, sitting },
				'Mở lúc 08:00 07/12/2026, đợt “Phòng máy 2”; cần mã vào phòng'
			],
			[{ state: 'closed' }, /Chưa có đợt kiểm tra nào sắp mở/],
			[{ state: 'locked', lessonsLeft: 3 }, 'Mở khi học xong bài học: còn 3 bài']
		] as const) {
			again = next;
			await page.goto(`/ket-qua/${result.attemptId}`);
			await page.getByText(words).waitFor();
		}
		await accessible(page);
		await fits(page);
	},
	{ viewport: { width: 360, height: 740 } }
);
