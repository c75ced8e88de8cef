import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, Attempt } from '$lib/api/wire';
import { AttemptState } from './attempt.svelte';
import { isAnswered } from './choices';
import { MemoryOutbox } from './outbox';

const server = vi.hoisted(() => ({
	online: true,
	closed: false,
	answers: new Map<number, Answer>(),
	puts: 0,
	/** kept is how many requests were to go on after the page. */
	kept: 0,
	submitted: false,
	away: undefined as { times: number; seconds: number } | undefined,
	/** seat is the window that has the test; empty: nobody claimed it. */
	seat: ''
}));

vi.mock('$lib/api/client', async () => {
	const { ApiError } = await import('$lib/api/problem');
	const reach = () => {
		if (!server.online) throw new TypeError('Failed to fetch');
		if (server.closed) throw new ApiError({ code: 'attempt.closed', title: 'closed' }, 409);
	};
	return {
		PUT: async (
			path: string,
			{
				body,
				keepalive
			}: { body: { answers: Answer[]; seat: string; away?: typeof server.away }; keepalive?: boolean }
		) => {
			reach();
			if (path.endsWith('/seat')) {
				server.seat = body.seat;
				return undefined;
			}
			server.puts++;
			server.away = body.away ?? server.away;
			if (keepalive) server.kept++;
			for (const given of body.answers) {
				const known = server.answers.get(given.position);
				if (!known || known.revision < given.revision)
					server.answers.set(given.position, structuredClone(given));
			}
			const saved = body.answers.map(({ position }) => ({
				position,
				revision: server.answers.get(position)?.revision ?? 0,
				savedAt: '2026-11-23T03:00:00Z'
			}));
			const seated = !server.seat || server.seat === body.seat;
			return {
				saved,
				serverNow: '2026-11-23T03:00:00Z',
				deadlineAt: '2026-11-23T03:30:00Z',
				timeBackSeconds: 0,
				seated
			};
		},
		GET: async () => ({ answers: [...server.answers.values()] }),
		POST: async () => {
			reach();
			server.submitted = true;
			return { passed: true };
		}
	};
});

const sitting = (answers: Attempt['answers'] = []): Attempt => ({
	id: 'a1',
	enrollmentId: 'e1',
	testKind: 'final',
	title: { vi: 'Bài kiểm tra' },
	number: 1,
	state: 'started',
	startedAt: '2026-11-23T03:00:00Z',
	deadlineAt: '2026-11-23T03:30:00Z',
	serverNow: '2026-11-23T03:00:00Z',
	timeBackSeconds: 0,
	items: [1, 2, 3].map((position) => ({ position, type: 'single', stemHtml: '' })),
	answers
});

describe('AttemptState', () => {
	let outbox: MemoryOutbox;
	const open = (answers?: Attempt['answers']) => new AttemptState(sitting(answers), Promise.resolve(outbox));

	beforeEach(() => {
		vi.useFakeTimers();
		outbox = new MemoryOutbox();
		Object.assign(server, { online: true, closed: false, puts: 0, kept: 0, submitted: false, seat: '' });
		server.answers.clear();
		localStorage.clear();
	});
	afterEach(() => vi.useRealTimers());

	it('says saved only after the server has answered', async () => {
		const state = open();
		const done = state.answer(1, { choices: [2] });
		expect(state.save.kind).toBe('saving');
		expect(state.given[1]?.payload).toEqual({ choices: [2] });
		await done;
		expect(state.save).toEqual({ kind: 'saved', at: '2026-11-23T03:00:00Z' });
		expect(await outbox.list('a1')).toEqual([]);
	});

	it('answers in one window at a time, and loses nothing of the other', async () => {
		const state = open();
		await state.answer(1, { choices: [0] });
		server.seat = 'another window';
		await state.answer(2, { choices: [1] });
		expect(state.elsewhere).toBe(true);
		expect(server.answers.get(2)?.payload).toEqual({ choices: [1] });
		await state.answer(3, { choices: [2] });
		expect(server.answers.has(3)).toBe(false);
		server.answers.set(1, {
			position: 1,
			revision: Number.MAX_SAFE_INTEGER,
			payload: { choices: [3] }
		} as Answer);
		await state.takeSeat();
		expect(state.elsewhere).toBe(false);
		expect(state.given[1]?.payload).toEqual({ choices: [3] });
		await state.answer(3, { choices: [2] });
		expect(server.answers.get(3)?.payload).toEqual({ choices: [2] });
	});

	it('counts what was answered later as newer, on whichever device', async () => {
		const first = open();
		const second = new AttemptState(sitting(), Promise.resolve(new MemoryOutbox()));
		server.online = false;
		for (const choice of [0, 1, 2, 3]) await first.answer(1, { choices: [choice] });
		vi.advanceTimersByTime(5000);
		server.online = true;
		await second.answer(1, { choices: [9] });
		await first.flush();
		expect(server.answers.get(1)?.payload).toEqual({ choices: [9] });
		expect(first.given[1]?.payload).toEqual({ choices: [9] });
	});

	it('keeps what is typed after a quiet moment and calls nothing saved before', async () => {
		const state = open();
		await state.answer(1, { text: '12' });
		state.write(1, { text: '125' });
		expect(state.save.kind).toBe('saving');
		expect(state.given[1]?.payload).toEqual({ text: '125' });
		await vi.advanceTimersByTimeAsync(500);
		expect(server.puts).toBe(1);
		await vi.advanceTimersByTimeAsync(150);
		expect(state.save.kind).toBe('saved');
		expect(server.answers.get(1)?.payload).toEqual({ text: '125' });
	});

	it('sends within two seconds what is typed without a pause', async () => {
		const state = open();
		for (let typed = 1; typed <= 21; typed++) {
			state.write(1, { text: 'x'.repeat(typed) });
			await vi.advanceTimersByTimeAsync(100);
		}
		expect(server.answers.get(1)?.payload.text?.length).toBeGreaterThanOrEqual(20);
	});

	it('calls nothing saved while a newer answer is on its way', async () => {
		const state = open();
		state.write(2, { text: 'viết dở' });
		const done = state.answer(1, { choices: [0] });
		state.write(2, { text: 'viết dở dang' });
		await done;
		expect(server.answers.has(1)).toBe(true);
		expect(state.save.kind).toBe('saving');
		await vi.advanceTimersByTimeAsync(2000);
		expect(state.save.kind).toBe('saved');
	});

	it('sends what is being typed when the page is left', async () => {
		const state = open();
		const stop = state.run();
		state.write(1, { text: 'chưa ngừng gõ' });
		dispatchEvent(new Event('pagehide'));
		// At once: nothing may be waited for.
		expect(server.kept).toBe(1);
		expect(server.answers.get(1)?.payload).toEqual({ text: 'chưa ngừng gõ' });
		stop();
	});

	it('keeps on the device what is being typed when the page is left without a line', async () => {
		const state = open();
		const stop = state.run();
		server.online = false;
		state.write(1, { text: 'chưa ngừng gõ' });
		dispatchEvent(new Event('pagehide'));
		await vi.advanceTimersByTimeAsync(0);
		expect((await outbox.list('a1')).map(({ payload }) => payload)).toEqual([{ text: 'chưa ngừng gõ' }]);
		stop();
	});

	it('takes up what was written down when the page was closed before anything was answered', async () => {
		const first = open();
		const stop = first.run();
		first.write(1, { text: 'chưa ngừng gõ' });
		dispatchEvent(new Event('pagehide'));
		outbox = new MemoryOutbox(); // nothing reached the device's database, nor the server
		server.answers.clear();
		const second = open();
		await second.restore();
		expect(second.given[1]?.payload).toEqual({ text: 'chưa ngừng gõ' });
		expect(server.answers.get(1)?.payload).toEqual({ text: 'chưa ngừng gõ' });
		expect(localStorage.getItem('attempt.a1.left')).toBeNull();
		stop();
	});

	it('hands in what is still being typed', async () => {
		const state = open();
		state.write(3, { text: '17' });
		await state.submit();
		expect(server.answers.get(3)?.payload).toEqual({ text: '17' });
		expect(server.submitted).toBe(true);
	});

	it('remembers the place and the marks of the learner', () => {
		const first = open();
		first.flag(2, true);
		first.goTo(3);
		first.flag(3, true);
		first.flag(2, false);
		const second = open();
		expect(second.position).toBe(3);
		expect(second.flagged).toEqual({ 3: true });
	});

	it('keeps answers on the device while offline and sends them by itself later', async () => {
		const state = open();
		server.online = false;
		await state.answer(1, { choices: [0] });
		await state.answer(2, { truth: false });
		expect(state.save.kind).toBe('device');
		server.online = true;
		await vi.advanceTimersByTimeAsync(60_000);
		expect(state.save.kind).toBe('saved');
		expect(server.answers.get(2)?.payload).toEqual({ truth: false });
	});

	it('takes up unsent answers after a reload, at the same question', async () => {
		const first = open();
		server.online = false;
		await first.answer(3, { text: '17,5' });
		first.goTo(3);
		server.online = true;
		const second = open();
		await second.restore();
		expect(second.position).toBe(3);
		expect(second.given[3]?.payload).toEqual({ text: '17,5' });
		expect(server.answers.get(3)?.revision).toBe(first.given[3]?.revision);
	});

	it('lets the newer answer of another window stand', async () => {
		const state = open([
			{ position: 1, revision: 1, payload: { choices: [0] }, savedAt: '2026-11-23T03:00:00Z' }
		]);
		const later = Date.parse('2026-11-23T03:00:10Z');
		server.answers.set(1, { position: 1, revision: later, payload: { choices: [3] } });
		await state.answer(1, { choices: [1] });
		expect(state.given[1]).toEqual({ revision: later, payload: { choices: [3] } });
	});

	it('refuses to hand in while answers are on the device only', async () => {
		const state = open();
		server.online = false;
		await state.answer(1, { choices: [0] });
		await expect(state.submit()).rejects.toBeInstanceOf(TypeError);
		expect(server.submitted).toBe(false);
		expect(await outbox.list('a1')).toHaveLength(1);
		server.online = true;
		await state.submit();
		expect(server.submitted).toBe(true);
	});

	it('closes when the server takes no more answers', async () => {
		const state = open();
		server.closed = true;
		await state.answer(1, { choices: [0] });
		expect(state.closed).toBe(true);
	});

	it('sends what was counted with the answers, and before it is handed in', async () => {
		server.away = undefined;
		const state = new AttemptState(sitting(), Promise.resolve(new MemoryOutbox()));
		const stop = state.run();
		await vi.dynamicImportSettled();
		await state.answer(1, { choices: [0] });
		expect(server.away).toBeUndefined();
		localStorage.setItem('attempt.a1.away', '1 4');
		await state.answer(1, { choices: [1] });
		expect(server.away).toEqual({ times: 1, seconds: 4 });
		localStorage.setItem('attempt.a1.away', '2 9');
		await state.submit();
		expect(server.away).toEqual({ times: 2, seconds: 9 });
		expect(localStorage.getItem('attempt.a1.away')).toBeNull();
		stop();
	});
});

it.each([
	[undefined, false],
	[{ choices: [] }, false],
	[{ text: '  ' }, false],
	[{ truth: false }, true],
	[{ choices: [0] }, true],
	[{ text: '5' }, true]
])('an answer says something: %j', (payload, answered) => expect(isAnswered(payload)).toBe(answered));
