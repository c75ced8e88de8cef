import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RollCallState } from './roll-call.svelte';
import { newKey } from './key';
import { MemoryMarkOutbox } from './outbox';

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
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(new MemoryMarkOutbox()));
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
		const outbox = new MemoryMarkOutbox();
		const first = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
		await first.load();
		server.online = false;
		await first.mark('b', 'present');
		const second = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
		await second.load();
		expect(second.fromDevice).toBe(true);
		expect(second.shown.b).toMatchObject({ state: 'present', waiting: true });
	});

	it('shows in the kept sheet what has arrived on the server', async () => {
		const outbox = new MemoryMarkOutbox();
		const first = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
		await first.load();
		await first.mark('a', 'excused', 'duty');
		server.online = false;
		await first.mark('b', 'late');
		const second = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
		await second.load();
		expect(second.shown).toMatchObject({
			a: { state: 'excused', excuse: 'duty', waiting: false },
			b: { state: 'late', waiting: true }
		});
	});

	it('opens the kept sheet when the line is there and nothing answers', async () => {
		vi.useFakeTimers();
		const outbox = new MemoryMarkOutbox();
		await new RollCallState('c', 's', 'me', Promise.resolve(outbox)).load();
		server.silent = true;
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
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
		const outbox = new MemoryMarkOutbox();
		await new RollCallState('c', 's', 'other', Promise.resolve(outbox)).load();
		server.online = false;
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
		await expect(roll.load()).rejects.toThrow(TypeError);
		expect(roll.sheet).toBeUndefined();

		Object.assign(server, { online: true, refused: true });
		const other = new RollCallState('c', 's', 'other', Promise.resolve(outbox));
		await expect(other.load()).rejects.toMatchObject({ status: 404 });
		Object.assign(server, { online: false, refused: false });
		await expect(other.load()).rejects.toThrow(TypeError);
	});

	it('asks for a reason when the roll call is closed, and sends the marks with it', async () => {
		server.closed = true;
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(new MemoryMarkOutbox()));
		await roll.load();
		await roll.mark('a', 'present');
		expect(roll.needsReason).toBe(true);
		await roll.flush('Ghi nhầm');
		expect(server.sent.at(-1)).toMatchObject({ reason: 'Ghi nhầm' });
		expect(roll.needsReason).toBe(false);
	});

	it('shows what stands on the server after sending, and never over what waits here', async () => {
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(new MemoryMarkOutbox()));
		await roll.load();
		server.standing = [
			{ participantId: 'a', state: 'late' },
			{ participantId: 'b', state: 'absent' }
		];
		await roll.mark('a', 'absent');
		expect(roll.shown).toMatchObject({ a: { state: 'late' }, b: { state: 'absent', waiting: false } });
		server.online = false;
		await roll.mark('b', 'present');
		expect(roll.shown.b).toMatchObject({ state: 'present', waiting: true });
	});

	it('sends a mark that is made while an empty outbox is being looked through', async () => {
		const outbox = new MemoryMarkOutbox();
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
		await roll.load();
		let marked: Promise<void> | undefined;
		const list = outbox.list.bind(outbox);
		vi.spyOn(outbox, 'list').mockImplementationOnce(async (sessionId) => {
			const found = await list(sessionId);
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
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(new MemoryMarkOutbox()));
		await roll.load();
		await roll.markRest();
		expect(server.sent.map(({ marks }) => marks.length)).toEqual([2]);
	});

	it('leaves what somebody else marked on a shared phone to them', async () => {
		const outbox = new MemoryMarkOutbox();
		const other = new RollCallState('c', 's', 'other', Promise.resolve(outbox));
		await other.load();
		server.online = false;
		await other.mark('a', 'present');
		server.online = true;
		const roll = new RollCallState('c', 's', 'me', Promise.resolve(outbox));
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
