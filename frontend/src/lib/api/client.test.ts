import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { address, GET, POST } from './client';
import { ApiError, isOffline } from './problem';
import { forgetSession, hasLeft, hasSession, leftKey, rememberSession } from './refresh';

const json = (body: unknown, status = 200) =>
	new Response(JSON.stringify(body), {
		status,
		headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' }
	});
const expired = () => json({ code: 'auth.expired', title: 'x', status: 401 }, 401);

describe('address', () => {
	it('fills the path and leaves empty conditions out', () => {
		const found = address('/agencies/{id}/people', {
			path: { id: 'a/b' },
			query: { q: 'Y Blứ', page: 2, state: '' }
		});
		expect(found).toBe('/api/v1/agencies/a%2Fb/people?q=Y+Bl%E1%BB%A9&page=2');
	});
});

describe('the client', () => {
	let asked: string[];
	let answers: (() => Response)[];

	beforeEach(() => {
		asked = [];
		answers = [];
		// jsdom's addresses are relative to this page, as a browser's are.
		vi.stubGlobal(
			'Request',
			class extends Request {
				constructor(input: RequestInfo | URL, init?: RequestInit) {
					super(typeof input === 'string' ? new URL(input, 'http://localhost').href : input, init);
				}
			}
		);
		vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
			const request = typeof input === 'string' ? { method: init?.method ?? 'GET', url: input } : input;
			asked.push(`${request.method} ${request.url.replace('http://localhost', '')}`);
			const next = answers.shift();
			if (!next) throw new TypeError('no network');
			return next();
		});
	});

	afterEach(() => {
		vi.unstubAllGlobals();
		localStorage.clear();
	});

	it('renews an expired session once and repeats the request', async () => {
		answers = [expired, () => new Response(null, { status: 204 }), () => json({ required: [] })];
		expect(await GET('/me/learning')).toEqual({ required: [] });
		expect(asked).toEqual([
			'GET /api/v1/me/learning',
			'POST /api/v1/session/refresh',
			'GET /api/v1/me/learning'
		]);
	});

	it('renews beforehand when the cookie is about to end, once for two requests', async () => {
		rememberSession(Date.now() - 280_000);
		answers = [() => new Response(null, { status: 204 }), () => json({}), () => json({})];
		await GET('/me');
		await GET('/me/learning');
		expect(asked).toEqual(['POST /api/v1/session/refresh', 'GET /api/v1/me', 'GET /api/v1/me/learning']);
	});

	it('gives up when the session cannot be renewed', async () => {
		rememberSession();
		answers = [expired, () => json({ code: 'auth.required' }, 401)];
		await expect(GET('/me/learning')).rejects.toMatchObject({ status: 401, code: 'auth.expired' });
		expect(hasSession()).toBe(false);
	});

	it('asks nothing, and renews nothing, before the server has ended a session that was left', async () => {
		rememberSession(Date.now() - 280_000);
		localStorage.setItem(leftKey, '1');
		forgetSession();
		await expect(GET('/me/learning')).rejects.toThrow(TypeError);
		answers = [() => json({ code: 'internal' }, 500)];
		await expect(GET('/me/learning')).rejects.toMatchObject({ status: 500 });
		expect(hasLeft()).toBe(true);
		answers = [() => new Response(null, { status: 204 }), () => json({ code: 'auth.required' }, 401)];
		await expect(GET('/me/learning')).rejects.toMatchObject({ status: 401 });
		expect(hasLeft()).toBe(false);
		expect(asked).toEqual([
			'DELETE /api/v1/session',
			'DELETE /api/v1/session',
			'DELETE /api/v1/session',
			'GET /api/v1/me/learning'
		]);
	});

	it('takes the answer written into the page once, and only for who is not signed in', async () => {
		const write = () => {
			document.head.innerHTML =
				'<script type="application/json" data-answer="/api/v1/courses/an1">{"key":"an1"}</script>';
		};
		write();
		expect(await GET('/courses/{key}', { path: { key: 'an1' } })).toEqual({ key: 'an1' });
		answers = [() => json({ key: 'again' }), () => json({ key: 'own' })];
		expect(await GET('/courses/{key}', { path: { key: 'an1' } })).toEqual({ key: 'again' });
		write();
		rememberSession();
		expect(await GET('/courses/{key}', { path: { key: 'an1' } })).toEqual({ key: 'own' });
		expect(asked).toEqual(['GET /api/v1/courses/an1', 'GET /api/v1/courses/an1']);
	});

	it('gives the message of a field', async () => {
		const errors = [{ field: 'body.username', code: 'required', message: 'Nhập tên đăng nhập' }];
		answers = [() => json({ code: 'validation.failed', title: 'x', errors }, 422)];
		const error = await POST('/session', { body: { username: '', password: 'x' } }).catch((e) => e);
		expect(error).toBeInstanceOf(ApiError);
		expect(error.field('username')).toBe('Nhập tên đăng nhập');
		expect(error.field('password')).toBeUndefined();
	});

	it('tells a lost network from a refusal', async () => {
		const lost = await GET('/instance').catch((e) => e);
		expect(isOffline(lost)).toBe(true);
		answers = [() => json({ code: 'internal' }, 500)];
		expect(isOffline(await GET('/instance').catch((e) => e))).toBe(false);
	});
});
