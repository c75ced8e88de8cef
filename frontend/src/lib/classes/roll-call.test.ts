import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RollCallState } from './roll-call.svelte';
import { newKey } from './key';
import { MarkOutbox, MemoryMarkStore } from '$lib/offline/marks';

const session = {
	id: 's',
	number: 1,
	title: '',
	room: '',
	startsAt: '2026-11-23T01:00:00Z',
	endsAt: '2026-11-23T04:00:00Z'
};
const sheet = (closedAt?: string) => ({
	classId: 'c',
	className: 'Lớp',
	state: 'running',
	session: { ...session, ...(closedAt && { closedAt }) },
	lines: ['a', 'b'].map((participantId) => ({ participantId, fullName: participantId, unit: '' }))
});

interface Sent {
	marks: { id: string; state: string }[];
	reason?: string;
}

const server = vi.hoisted(() => ({
	online: true,
	silent: false,
	refused: false,
	closed: false,
	sheet: undefined as unknown,
	sent: [] as Sent[],
	standing: [] as { participantId: string; state: string }[]
}));

vi.mock('$lib/api/client', async () => {
	const { ApiError } = await import('$lib/api/problem');
	const reach = () => {
		if (!server.online) throw new TypeError('Failed to fetch');
	};
	return {
		GET: async () => {
			reach();
			if (server.refused) throw new ApiError({ code: 'not_found' }, 404);
			if (server.silent) await new Promise(() => {});
			return server.sheet;
		},
		PUT: async (_: string, { body }: { body: Sent }) => {
			reach();
			if (server.closed && !body.reason)
				throw new ApiError({ code: 'roll_call.closed', title: 'closed' }, 409);
			server.sent.push(body);
			return { marks: server.standing };
		},
		POST: async () => reach()
	};
});

beforeEach(() =>
	Object.assign(server, {
		online: true,
		silent: false,
		closed: false,
		sheet: sheet(),
		sent: [],
		standing: []
	})
);

describe('the roll call on a device', () => {
	it('keeps marks without a line, says so, and sends the newest once the line is back', async () => {
		const roll = new RollCallState('c', 's', 'me', new MarkOutbox(new MemoryMarkStore()));
		await roll.load();
		server.online = false;
		await roll.mark('a', 'absent');
		await roll.mark('a', 'late');
		expect(roll.sync.kind).toBe('device');
		expect(roll.waiting).toBe(1);
		await expect(roll.close()).rejects.toThrow(TypeError);
		server.online = true;
		await roll.flush();
		expect(roll.sync.kind).toBe('saved');
		expect(roll.waiting).toBe(0);
		expect(server.sent.at(-1)?.marks.map(({ state }) => state)).toEqual(['late']);
	});

	it('opens the kept sheet and what waits after a reload without a line', async () => {
		const outbox = new MarkOutbox(new MemoryMarkStore());
		const first = new RollCallState('c', 's', 'me', outbox);
		await first.load();
		server.online = false;
		await first.mark('b', 'present');
		const second = new RollCallState('c', 's', 'me', outbox);
		await second.load();
		expect(second.fromDevice).toBe(true);
		expect(second.shown.b).toMatchObject({ state: 'present', waiting: true });
	});

	it('shows in the kept sheet what has arrived on the server', async () => {
		const outbox = new MarkOutbox(new MemoryMarkStore());
		const first = new RollCallState('c', 's', 'me', outbox);
		await first.load();
		await first.mark('a', 'excused', 'duty');
		server.online = false;
		await first.mark('b', 'late');
		const second = new RollCallState('c', 's', 'me', outbox);
		await second.load();
		expect(second.shown).toMatchObject({
			a: { state: 'excused', excuse: 'duty', waiting: false },
			b: { state: 'late', waiting: true }
		});
	});

	it('opens the kept sheet when the line is there and nothing answers', async () => {
		vi.useFakeTimers();
		const outbox = new MarkOutbox(new MemoryMarkStore());
		await new RollCallState('c', 's', 'me', outbox).load();
		server.silent = true;
		const roll = new RollCallState('c', 's', 'me', outbox);
		const loaded = roll.load();
		await vi.advanceTimersByTimeAsync(4000);
		await loaded;
		expect(roll.fromDevice).toBe(true);
		server.silent = false;
		await vi.advanceTimersByTimeAsync(2000);
		expect(roll.fromDevice).toBe(false);
		vi.useRealTimers();
	});

	it('gives the kept sheet to nobody else, and to nobody who runs the class no longer', async () => {
		const outbox = new MarkOutbox(new MemoryMarkStore());
		await new RollCallState('c', 's', 'other', outbox).load();
		server.online = false;
		const roll = new RollCallState('c', 's', 'me', outbox);
		await expect(roll.load()).rejects.toThrow(TypeError);
		expect(roll.sheet).toBeUndefined();

		Object.assign(server, { online: true, refused: true });
		const other = new RollCallState('c', 's', 'other', outbox);
		await expect(other.load()).rejects.toMatchObject({ status: 404 });
		Object.assign(server, { online: false, refused: false });
		await expect(other.load()).rejects.toThrow(TypeError);
	});

	it('asks for a reason when the roll call is closed, and sends the marks with it', async () => {
		server.closed = true;
		const roll = new RollCallState('c', 's', 'me', new MarkOutbox(new MemoryMarkStore()));
		await roll.load();
		await roll.mark('a', 'present');
		expect(roll.needsReason).toBe(true);
		await roll.flush('Ghi nhầm');
		expect(server.sent.at(-1)).toMatchObject({ reason: 'Ghi nhầm' });
		expect(roll.needsReason).toBe(false);
	});

	it('shows what stands on the server after sending, and never over what waits here', async () => {
		const roll = new RollCallState('c', 's', 'me', new MarkOutbox(new MemoryMarkStore()));
		await roll.load();
		server.standing = [
			{ participantId: 'a', state: 'late' },
			{ participantId: 'b', state: 'absent' }
		];
		await roll.mark('a', 'absent');
		expect(roll.shown).toMatchObject({ a: { state: 'late' }, b: { state: 'absent', waiting: false } });
		expect(roll.overruled).toEqual(['a']);
		server.online = false;
		await roll.mark('b', 'present');
		expect(roll.shown.b).toMatchObject({ state: 'present', waiting: true });

		server.online = true;
		server.standing = [{ participantId: 'a', state: 'absent' }];
		await roll.mark('a', 'absent');
		expect(roll.overruled).toEqual([]);
	});

	it('sends a mark that is made while an empty outbox is being looked through', async () => {
		const outbox = new MarkOutbox(new MemoryMarkStore());
		const roll = new RollCallState('c', 's', 'me', outbox);
		await roll.load();
		let marked: Promise<void> | undefined;
		const list = outbox.listOf.bind(outbox);
		vi.spyOn(outbox, 'listOf').mockImplementationOnce(async (by) => {
			const found = await list(by);
			marked = roll.mark('a', 'present');
			for (let turn = 0; turn < 10; turn++) await Promise.resolve();
			return found;
		});
		await roll.flush();
		await marked;
		expect(server.sent).toHaveLength(1);
		expect(roll.waiting).toBe(0);
	});

	it('marks the rest in one request', async () => {
		const roll = new RollCallState('c', 's', 'me', new MarkOutbox(new MemoryMarkStore()));
		await roll.load();
		await roll.markRest();
		expect(server.sent.map(({ marks }) => marks.length)).toEqual([2]);
	});

	it('works where the device keeps nothing, and calls unsent what it only holds', async () => {
		const full = new MemoryMarkStore();
		const refuse = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
		Object.assign(full, { put: refuse, keepSheet: refuse });
		const outbox = new MarkOutbox(full);
		const roll = new RollCallState('c', 's', 'me', outbox);
		await roll.load();
		expect(roll.kept).toBe(false);
		await roll.mark('a', 'absent');
		expect(roll).toMatchObject({ sync: { kind: 'saved' }, held: [], waiting: 0 });
		server.online = false;
		await roll.mark('b', 'late');
		expect(roll).toMatchObject({ sync: { kind: 'device' }, held: ['b'], waiting: 1 });

		// The same page, opened again within its life.
		server.online = true;
		server.sent = [];
		const again = new RollCallState('c', 's', 'me', outbox);
		await again.load();
		expect(server.sent.map(({ marks }) => marks.map(({ state }) => state))).toEqual([['late']]);
		expect(again.held).toEqual([]);
	});

	it('never sends what the device kept before a newer mark that it refused', async () => {
		const store = new MemoryMarkStore();
		const roll = new RollCallState('c', 's', 'me', new MarkOutbox(store));
		await roll.load();
		server.online = false;
		await roll.mark('a', 'absent');
		expect(roll.held).toEqual([]);
		vi.spyOn(store, 'put').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
		await roll.mark('a', 'present');
		expect(roll.held).toEqual(['a']);
		expect(await store.all()).toEqual([]);
		server.online = true;
		await roll.flush();
		expect(server.sent.flatMap(({ marks }) => marks.map(({ state }) => state))).toEqual(['present']);
	});

	it('keeps no list that arrives after the page was left', async () => {
		const store = new MemoryMarkStore();
		const roll = new RollCallState('c', 's', 'me', new MarkOutbox(store));
		const loaded = roll.load();
		roll.run()();
		await loaded;
		expect(await store.findSheet('s', 'me')).toBeUndefined();
	});

	it('leaves what somebody else marked on a shared phone to them', async () => {
		const outbox = new MarkOutbox(new MemoryMarkStore());
		const other = new RollCallState('c', 's', 'other', outbox);
		await other.load();
		server.online = false;
		await other.mark('a', 'present');
		server.online = true;
		const roll = new RollCallState('c', 's', 'me', outbox);
		await roll.load();
		expect(server.sent).toEqual([]);
		expect(roll.shown.a).toBeUndefined();
		await other.flush();
		expect(server.sent).toHaveLength(1);
	});
});

it('makes keys in the order of time', () => {
	const [early, late] = [newKey(1_000_000), newKey(2_000_000)];
	expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(early < late).toBe(true);
});
