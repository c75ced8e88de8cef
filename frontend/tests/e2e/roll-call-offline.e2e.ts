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

/** askToSignOut opens the menu and presses the way out. */
async function askToSignOut(page: Page): Promise<void> {
	await page.getByRole('banner').locator('summary').click();
	await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
	await askToSignOut(page);
	await page.waitForURL(/dang-nhap/);
}

/** firstName is what the list calls the first person. */
async function firstName(page: Page): Promise<string> {
	const name = await row(page, 0)
		.getByText(/\p{L}+ \p{L}+/u)
		.first()
		.textContent();
	assert.ok(name && name.length > 3);
	return name;
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
	'a mark that cannot be sent is deleted by signing out only when its maker says so',
	async (stage) => {
		const { page, expected } = stage;
		await openRollCall(stage);
		expected(503, /roll-calls/);
		await refuseMarks(page);
		await mark(page, 0, 'Vắng');
		await page.getByText('Đã lưu trên máy (1 người)').waitFor();

		await askToSignOut(page);
		await page.getByText('Còn 1 người đã điểm danh').waitFor();
		await accessible(page);
		await page.getByRole('button', { name: 'Ở lại' }).click();
		await shows(page, 0, 'Vắng');
		assert.equal((await onDevice(page)).marks, 1);

		await page.keyboard.press('Escape');
		await page.goto(page.url());
		await shows(page, 0, 'Vắng');
		await askToSignOut(page);
		await page.getByRole('button', { name: 'Xóa và đăng xuất' }).click();
		await page.waitForURL(/dang-nhap/);
		assert.deepEqual(await onDevice(page), { names: [], marks: 0 });
	},
	phone
);

story(
	'where the session ended by itself somebody else sees neither list nor marks, which wait for who made them',
	async (stage) => {
		const { page, expected } = stage;
		const path = await openRollCall(stage);
		const name = await firstName(page);
		expected(503, /roll-calls/);
		const accept = await refuseMarks(page);
		await mark(page, 0, 'Vắng');
		await page.getByText('Đã lưu trên máy (1 người)').waitFor();

		expected(401, /\/me$/);
		await page.context().clearCookies();
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

		await accept();
		await page.reload();
		await signOut(page);
		await signIn(page, 'hocvien');
		await page.goto(path);
		await shows(page, 0, 'Vắng');
		await page.getByText('Đã lưu lúc').waitFor();
		assert.equal((await marksOf(page, path))[0], 'absent');
	},
	phone
);

story(
	'who signs out without a line leaves nothing on the phone, and the server ends the session before all else',
	async (stage) => {
		const { page, expected } = stage;
		const path = await openRollCall(stage);
		const name = await firstName(page);
		const ask = await asTheOldSession(page);
		await page.context().setOffline(true);
		await page.reload();
		await page.getByText('Danh sách này đã lưu trên máy').waitFor();
		await mark(page, 0, 'Vắng');
		await page.getByText('Đã lưu trên máy (1 người)').waitFor();
		await askToSignOut(page);
		await page.getByRole('button', { name: 'Xóa và đăng xuất' }).click();
		await page.getByText('Chưa báo được cho máy chủ').waitFor();
		await accessible(page);
		await fits(page);
		assert.deepEqual(await onDevice(page), { names: [], marks: 0 });

		// Without a line nobody opens the list again, in this tab or another.
		await page.goto(path);
		await page.getByText('Chưa báo được cho máy chủ').waitFor();
		assert.equal(await page.getByText(name).count(), 0);
		assert.equal(await ask('GET', '/me'), 200, 'the server cannot know yet');

		const asked: string[] = [];
		page.on('request', (request) => {
			const { pathname } = new URL(request.url());
			if (pathname.startsWith('/api/')) asked.push(`${request.method()} ${pathname}`);
		});
		await page.context().setOffline(false);
		await page.getByText('Đã đăng xuất cả trên máy chủ').waitFor();
		assert.equal(asked[0], 'DELETE /api/v1/session');
		assert.ok(!asked.includes('POST /api/v1/session/refresh'));
		assert.equal(await ask('POST', '/session/refresh'), 401);
		assert.equal(await ask('GET', '/me'), 401);

		// Somebody else has a session of their own, and no list.
		await signIn(page, 'giaovien');
		expected(404, /roll-calls/);
		await page.goto(path);
		await page.getByText('Không tìm thấy').first().waitFor();
		await page.context().setOffline(true);
		await page.reload();
		await page.getByText('Không kết nối được máy chủ').waitFor();
		assert.equal(await page.getByText(name).count(), 0);
	},
	phone
);

story(
	'after signing out without a line the next page ends the session first, whatever it is',
	async (stage) => {
		const { page } = stage;
		await openRollCall(stage);
		const ask = await asTheOldSession(page);
		await page.context().setOffline(true);
		await signOut(page);
		await page.close();
		assert.equal(await ask('GET', '/me'), 200, 'the server cannot know yet');
		const again = await page.context().newPage();
		await again.context().setOffline(false);
		const ended = again.waitForResponse(
			(answer) => answer.request().method() === 'DELETE' && answer.url().endsWith('/api/v1/session')
		);
		await again.goto('/viec-hoc');
		assert.equal((await ended).status(), 204);
		await again.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
		assert.equal(await ask('POST', '/session/refresh'), 401);
	},
	phone
);

for (const [kind, refuse] of [
	['a full phone', fullPhone],
	['a window without a database', noDatabase]
] as const)
	story(
		`${kind} calls the roll on the line, and is told that nothing can be kept`,
		async ({ page, newVisit }) => {
			await signIn(page, 'hocvien');
			const path = await plan((await newVisit()).page, page);
			await page.addInitScript(refuse);
			await page.goto(path);
			await page.getByText('Máy này không lưu được danh sách').waitFor();
			assert.equal(await page.getByText('Mất mạng vẫn mở lại được').count(), 0);
			await accessible(page);
			await fits(page);
			await mark(page, 0, 'Vắng');
			await page.getByText('Đã lưu lúc').waitFor();

			await page.context().setOffline(true);
			await mark(page, 1, 'Có mặt');
			await page.getByText('Chưa gửi được (1 người)').waitFor();
			await accessible(page);
			assert.equal(await page.getByText(/Đã lưu|Mới lưu/).count(), 0);
			const asked = page.waitForEvent('dialog');
			await page.close({ runBeforeUnload: true });
			await (await asked).dismiss();
			await askToSignOut(page);
			await page.getByText('Còn 1 người đã điểm danh').waitFor();
			await page.getByRole('button', { name: 'Ở lại' }).click();

			await page.context().setOffline(false);
			await page.getByText('Đã lưu lúc').waitFor();
			assert.deepEqual((await marksOf(page, path)).slice(0, 2), ['absent', 'present']);
		},
		phone
	);

function fullPhone(): void {
	IDBObjectStore.prototype.put = () => {
		throw new DOMException('full', 'QuotaExceededError');
	};
}

function noDatabase(): void {
	Object.defineProperty(globalThis, 'indexedDB', {
		get: () => {
			throw new DOMException('denied', 'SecurityError');
		}
	});
}

/** refuseMarks lets the server refuse the marks alone; the returned function ends that. */
async function refuseMarks(page: Page): Promise<() => Promise<void>> {
	const block = (url: URL) => url.pathname.includes('/roll-calls/');
	const context = page.context();
	await context.route(block, (route) =>
		route.request().method() === 'PUT' ? route.fulfill({ status: 503 }) : route.fallback()
	);
	return () => context.unroute(block);
}

/** asTheOldSession asks the server, on a line of its own, with the cookies that the browser has now. */
async function asTheOldSession(page: Page): Promise<(method: string, path: string) => Promise<number>> {
	const { origin } = new URL(page.url());
	const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
	return async (method, path) =>
		(await fetch(`${origin}/api/v1${path}`, { method, headers: { Cookie: cookies, Origin: origin } })).status;
}

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
