import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessible, fits } from './helpers/browser';
import { signIn, stories, type Stage } from './helpers/story';

const story = stories();
const phone = { viewport: { width: 360, height: 740 } };

/** plan lets the focal point plan a class of today that the instructor runs; it gives the address of its roll call. */
async function plan(focal: Page, instructor: Page): Promise<string> {
	await signIn(focal, 'daumoi');
	const author = await instructor.evaluate(async () => (await (await fetch('/api/v1/me')).json()).personId);
	return focal.evaluate(async (author) => {
		const send = async (method: string, path: string, body?: object) => {
			const answer = await fetch(`/api/v1${path}`, {
				method,
				...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })
			});
			if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
			return answer.status === 204 ? {} : answer.json();
		};
		const hostId = (await send('GET', '/me')).roles[0].agencyId;
		const { items } = await send('GET', `/agencies/${hostId}/people?pageSize=100`);
		const others = items.filter(({ personId }: { personId: string }) => personId !== author);
		const code = items.find(({ personId }: { personId: string }) => personId === author).code;
		const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());
		const { id } = await send('POST', '/training-classes', {
			hostId,
			name: 'Buổi học ngoài vùng phủ sóng',
			courseKey: 'an1',
			form: 'in_person',
			place: 'Nhà văn hóa thôn',
			startsOn: day,
			endsOn: day,
			seats: 30,
			registration: 'none',
			attendanceRole: 'none',
			attendanceShare: 80
		});
		const at = `/training-classes/${id}`;
		await send('PUT', `${at}/sessions`, {
			sessions: [{ startsAt: `${day}T08:00:00+07:00`, endsAt: `${day}T11:00:00+07:00` }]
		});
		await send('PUT', `${at}/staff`, { members: [{ code, role: 'instructor' }] });
		await send('POST', `${at}/state`, { state: 'open' });
		const people = others.slice(0, 5).map(({ personId }: { personId: string }) => personId);
		await send('POST', `${at}/participants`, { agencyId: hostId, people });
		const { sessionList } = await send('GET', at);
		return `/lop-tap-huan/${id}/diem-danh/${sessionList[0].id}`;
	}, author);
}

/** openRollCall signs the instructor in, opens the roll call of a class of their own and waits until it is kept. */
async function openRollCall({ page, newVisit }: Stage): Promise<string> {
	await signIn(page, 'hocvien');
	const path = await plan((await newVisit()).page, page);
	await page.goto(path);
	await page.getByText('Mất mạng vẫn mở lại được trang này').waitFor();
	return path;
}

async function signOut(page: Page): Promise<void> {
	await page.getByRole('banner').locator('summary').click();
	await page.getByRole('button', { name: 'Đăng xuất' }).click();
	await page.waitForURL(/dang-nhap/);
}

const row = (page: Page, at: number) =>
	page
		.getByRole('listitem')
		.filter({ has: page.getByRole('button', { name: 'Vắng', exact: true }) })
		.nth(at);
const mark = (page: Page, at: number, name: string) =>
	row(page, at).getByRole('button', { name, exact: true }).click();
const shows = (page: Page, at: number, name: string) =>
	row(page, at).getByRole('button', { name, exact: true, pressed: true }).waitFor();

/** marksOf asks the server for the first marks of a roll call. */
function marksOf(page: Page, path: string): Promise<(string | undefined)[]> {
	return page.evaluate(async (at) => {
		const [, , id, , session] = at.split('/');
		const answer = await fetch(`/api/v1/training-classes/${id}/roll-calls/${session}`);
		const { lines } = await answer.json();
		return lines.slice(0, 4).map(({ state }: { state?: string }) => state);
	}, path);
}

story(
	'an instructor opens the roll call again without a line, marks, and it arrives when the line is back',
	async (stage) => {
		const { page, newVisit } = stage;
		const path = await openRollCall(stage);
		await accessible(page);
		await fits(page);
		await mark(page, 0, 'Đến muộn');
		await page.getByText('Đã lưu lúc').waitFor();

		await page.context().setOffline(true);
		await page.reload();
		await page.getByText('Danh sách này đã lưu trên máy').waitFor();
		await shows(page, 0, 'Đến muộn');
		await accessible(page);
		await fits(page);
		await mark(page, 1, 'Vắng');
		await mark(page, 2, 'Có mặt');
		await mark(page, 3, 'Đến muộn');
		await page.getByText('Đã lưu trên máy (3 người)').waitFor();

		// The address again in another tab, as a bookmark on the phone opens it.
		await page.close();
		const again = await page.context().newPage();
		again.setDefaultTimeout(15_000);
		await again.goto(path);
		await again.getByText('Đã lưu trên máy (3 người)').waitFor();
		await shows(again, 2, 'Có mặt');

		await again.context().setOffline(false);
		await again.getByText('Đã lưu lúc').waitFor();
		await again.getByText('Danh sách này đã lưu trên máy').waitFor({ state: 'hidden' });
		assert.deepEqual(await marksOf(again, path), ['late', 'absent', 'present', 'late']);

		// A browser that never opened it has nothing, with a line or without.
		const stranger = (await newVisit(phone)).page;
		await stranger.context().setOffline(true);
		await assert.rejects(stranger.goto(path), /ERR_INTERNET_DISCONNECTED/);
	},
	phone
);

story(
	'only files of the build are kept, and no other page or answer',
	async (stage) => {
		const { page } = stage;
		const path = await openRollCall(stage);
		const kept = await page.evaluate(async () => {
			const names = await caches.keys();
			const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
			return requests.flat().map(({ url }) => new URL(url).pathname);
		});
		assert.ok(kept.includes('/200.html') && kept.length <= 25, `${kept.length} files`);
		assert.deepEqual(
			kept.filter((one) => one !== '/200.html' && !/^\/_app\/immutable\/.+\.(js|css)$/.test(one)),
			[]
		);
		await page.context().setOffline(true);
		for (const other of ['/viec-hoc', path.replace(/\/diem-danh.*/, '')])
			await assert.rejects(page.goto(other), /ERR_INTERNET_DISCONNECTED/);
	},
	phone
);

story(
	'whoever is on the line has the newest build; a line that answers nothing does not hold the page',
	async (stage) => {
		const { page } = stage;
		const path = await openRollCall(stage);
		const served = page.waitForResponse((answer) => new URL(answer.url()).pathname === path);
		await page.goto(path);
		const answer = await served;
		assert.ok(answer.fromServiceWorker(), 'the worker answers for this page');
		assert.match(answer.headers()['content-security-policy'] ?? '', /script-src 'self' 'sha256-/);

		// The kept shell says that it is kept; on the line nobody sees it.
		await page.evaluate(async () => {
			for (const name of await caches.keys()) {
				const cache = await caches.open(name);
				const old = await cache.match('/200.html');
				const text = (await old!.text()).replace('<html', '<html data-kept');
				await cache.put('/200.html', new Response(text, { headers: old!.headers }));
			}
		});
		const isKept = () => page.evaluate(() => 'kept' in document.documentElement.dataset);
		await page.reload();
		await page.getByText('Mất mạng vẫn mở lại được trang này').waitFor();
		assert.equal(await isKept(), false);

		const silent = (url: URL) => url.pathname === path || url.pathname.startsWith('/api/');
		await page.context().route(silent, () => {});
		await page.reload();
		await page.getByText('Danh sách này đã lưu trên máy').waitFor();
		assert.equal(await isKept(), true);
		await page.context().unroute(silent);
		await page.getByText('Danh sách này đã lưu trên máy').waitFor({ state: 'hidden' });
	},
	phone
);

story(
	'after signing out nothing of the list is on the phone, and the marks wait for who made them',
	async (stage) => {
		const { page, expected } = stage;
		const path = await openRollCall(stage);
		const name =
			(await row(page, 0)
				.getByText(/\p{L}+ \p{L}+/u)
				.first()
				.textContent()) ?? '';
		assert.ok(name.length > 3);

		// A mark that could not be sent: the server refuses the write alone, so signing out still works.
		expected(503, /roll-calls/);
		const block = (url: URL) => url.pathname.includes('/roll-calls/');
		await page
			.context()
			.route(block, (route) =>
				route.request().method() === 'PUT' ? route.fulfill({ status: 503 }) : route.fallback()
			);
		await mark(page, 0, 'Vắng');
		await page.getByText('Đã lưu trên máy (1 người)').waitFor();
		await signOut(page);

		await page.context().setOffline(true);
		await page.goto(path);
		await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
		assert.equal(await page.getByText(name).count(), 0);
		assert.deepEqual(await onDevice(page), { names: [], marks: 1 });
		await page.context().setOffline(false);

		// Somebody else on the same phone: neither the list nor the mark is theirs.
		await signIn(page, 'giaovien');
		expected(404, /roll-calls/);
		await page.goto(path);
		await page.getByRole('alert').or(page.getByText('Không tìm thấy')).first().waitFor();
		await page.context().setOffline(true);
		await page.reload();
		await page.getByText('Không kết nối được máy chủ').waitFor();
		assert.equal(await page.getByText(name).count(), 0);
		assert.deepEqual(await onDevice(page), { names: [], marks: 1 });
		await page.context().setOffline(false);

		await page.context().unroute(block);
		await page.reload();
		await signOut(page);
		await signIn(page, 'hocvien');
		await page.goto(path);
		await shows(page, 0, 'Vắng');
		assert.equal((await marksOf(page, path))[0], 'absent');
	},
	phone
);

/** onDevice reads what the browser's own database holds: the names of lists, and how many marks wait. */
function onDevice(page: Page): Promise<{ names: string[]; marks: number }> {
	return page.evaluate(async () => {
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const opening = indexedDB.open('taphuan');
			opening.onsuccess = () => resolve(opening.result);
			opening.onerror = () => reject(opening.error);
		});
		const all = (store: string) =>
			new Promise<unknown[]>((resolve) => {
				const asked = db.transaction(store).objectStore(store).getAll();
				asked.onsuccess = () => resolve(asked.result);
			});
		const sheets = (await all('sheets')) as { sheet: { lines: { fullName: string }[] } }[];
		const marks = await all('marks');
		db.close();
		return {
			names: sheets.flatMap(({ sheet }) => sheet.lines.map(({ fullName }) => fullName)),
			marks: marks.length
		};
	});
}
