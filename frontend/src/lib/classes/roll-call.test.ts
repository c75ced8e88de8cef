import { afterEach, describe, expect, it, vi } from 'vitest';
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

/** server answers by method; `down` makes it unreachable. */
function server(answers: { get?: unknown; put?: () => Response }, line: { down: boolean }) {
	const sent: { marks: { id: string; state: string }[]; reason?: string }[] = [];
	vi.stubGlobal(
		'fetch',
		vi.fn(async (request: Request) => {
			if (line.down) throw new TypeError('no line');
			if (request.method === 'GET') return Response.json(answers.get);
			sent.push(await request.clone().json());
			return answers.put?.() ?? new Response(null, { status: 204 });
		})
	);
	return sent;
}

afterEach(() => vi.unstubAllGlobals());

describe('the roll call on a device', () => {
	it('keeps marks without a line, says so, and sends the newest once the line is back', async () => {
		const line = { down: false };
		const sent = server({ get: sheet() }, line);
		const roll = new RollCallState('c', 's', Promise.resolve(new MemoryMarkOutbox()));
		await roll.load();
		line.down = true;
		await roll.mark('a', 'absent');
		await roll.mark('a', 'late');
		expect(roll.sync.kind).toBe('device');
		expect(roll.waiting).toBe(1);
		await expect(roll.close()).rejects.toThrow(TypeError);
		line.down = false;
		await roll.flush();
		expect(roll.sync.kind).toBe('saved');
		expect(roll.waiting).toBe(0);
		expect(sent.at(-1)?.marks.map(({ state }) => state)).toEqual(['late']);
	});

	it('opens the kept sheet and what waits after a reload without a line', async () => {
		const line = { down: false };
		server({ get: sheet() }, line);
		const outbox = new MemoryMarkOutbox();
		const first = new RollCallState('c', 's', Promise.resolve(outbox));
		await first.load();
		line.down = true;
		await first.mark('b', 'present');
		const second = new RollCallState('c', 's', Promise.resolve(outbox));
		await second.load();
		expect(second.fromDevice).toBe(true);
		expect(second.shown.b).toMatchObject({ state: 'present', waiting: true });
	});

	it('asks for a reason when the roll call is closed, and sends the marks with it', async () => {
		const line = { down: false };
		const closed = JSON.stringify({ code: 'roll_call.closed', title: 'closed' });
		let refuse = true;
		const sent = server(
			{
				get: sheet(),
				put: () =>
					refuse
						? new Response(closed, { status: 409, headers: { 'Content-Type': 'application/problem+json' } })
						: new Response(null, { status: 204 })
			},
			line
		);
		const roll = new RollCallState('c', 's', Promise.resolve(new MemoryMarkOutbox()));
		await roll.load();
		await roll.mark('a', 'present');
		expect(roll.needsReason).toBe(true);
		refuse = false;
		await roll.flush('Ghi nhầm');
		expect(sent.at(-1)).toMatchObject({ reason: 'Ghi nhầm' });
		expect(roll.needsReason).toBe(false);
	});
});

it('makes keys in the order of time', () => {
	const [early, late] = [newKey(1_000_000), newKey(2_000_000)];
	expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(early < late).toBe(true);
});
