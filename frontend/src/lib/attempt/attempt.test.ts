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
	submitted: false
}));

vi.mock('$lib/api/client', async () => {
	const { ApiError } = await import('$lib/api/problem');
	const reach = () => {
		if (!server.online) throw new TypeError('Failed to fetch');
		if (server.closed) throw new ApiError({ code: 'attempt.closed', title: 'closed' }, 409);
	};
	return {
		PUT: async (_: string, { body }: { body: { answers: Answer[] } }) => {
			reach();
			server.puts++;
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
			return { saved, serverNow: '2026-11-23T03:00:00Z', deadlineAt: '2026-11-23T03:30:00Z' };
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
	items: [1, 2, 3].map((position) => ({ position, type: 'single', stemHtml: '' })),
	answers
});

describe('AttemptState', () => {
	let outbox: MemoryOutbox;
	const open = (answers?: Attempt['answers']) => new AttemptState(sitting(answers), Promise.resolve(outbox));

	beforeEach(() => {
		vi.useFakeTimers();
		outbox = new MemoryOutbox();
		Object.assign(server, { online: true, closed: false, puts: 0, submitted: false });
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

	it('calls nothing saved while an answer is being typed', async () => {
		const state = open();
		await state.answer(1, { text: '12' });
		state.typing();
		expect(state.save.kind).toBe('saving');
		await state.answer(1, { text: '125' });
		expect(state.save.kind).toBe('saved');
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
		expect(server.answers.get(3)?.revision).toBe(1);
	});

	it('lets the newer answer of another window stand', async () => {
		const state = open([
			{ position: 1, revision: 1, payload: { choices: [0] }, savedAt: '2026-11-23T03:00:00Z' }
		]);
		server.answers.set(1, { position: 1, revision: 7, payload: { choices: [3] } });
		await state.answer(1, { choices: [1] });
		expect(state.given[1]).toEqual({ revision: 7, payload: { choices: [3] } });
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
});

it.each([
	[undefined, false],
	[{ choices: [] }, false],
	[{ text: '  ' }, false],
	[{ truth: false }, true],
	[{ choices: [0] }, true],
	[{ text: '5' }, true]
])('an answer says something: %j', (payload, answered) => expect(isAnswered(payload)).toBe(answered));
