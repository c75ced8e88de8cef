import type { RollCall } from '$lib/api/wire';
import { device, type KeptMark, type KeptSheet } from '$lib/offline/idb';

/** MarkOutbox holds the marks that the server has not confirmed, and the sheet they belong to. */
export interface MarkOutbox {
	put(mark: KeptMark): Promise<void>;
	list(sessionId: string): Promise<KeptMark[]>;
	/** listOf is everything that one person has marked. */
	listOf(by: string): Promise<KeptMark[]>;
	/** confirm forgets a mark unless a newer one has been made meanwhile. */
	confirm(mark: KeptMark): Promise<void>;
	/** keepSheet keeps the sheet for who read it. */
	keepSheet(sheet: RollCall, by: string): Promise<void>;
	/** findSheet gives a sheet to who read it, and to nobody else. */
	findSheet(sessionId: string, by: string): Promise<RollCall | undefined>;
	/** forgetSheet takes the names off the device. */
	forgetSheet(sessionId: string): Promise<void>;
}

function sheetOf(kept: KeptSheet | undefined, by: string): RollCall | undefined {
	return kept?.by === by ? kept.sheet : undefined;
}

/** MemoryMarkOutbox serves where the browser gives no database: marks last as long as the page. */
export class MemoryMarkOutbox implements MarkOutbox {
	readonly #marks = new Map<string, KeptMark>();
	readonly #sheets = new Map<string, KeptSheet>();

	async put(mark: KeptMark): Promise<void> {
		this.#marks.set(`${mark.sessionId}/${mark.participantId}`, mark);
	}

	async list(sessionId: string): Promise<KeptMark[]> {
		return [...this.#marks.values()].filter((mark) => mark.sessionId === sessionId);
	}

	async listOf(by: string): Promise<KeptMark[]> {
		return [...this.#marks.values()].filter((mark) => mark.by === by);
	}

	async confirm(mark: KeptMark): Promise<void> {
		const key = `${mark.sessionId}/${mark.participantId}`;
		if (this.#marks.get(key)?.id === mark.id) this.#marks.delete(key);
	}

	async keepSheet(sheet: RollCall, by: string): Promise<void> {
		this.#sheets.set(sheet.session.id, { sessionId: sheet.session.id, by, sheet });
	}

	async findSheet(sessionId: string, by: string): Promise<RollCall | undefined> {
		return sheetOf(this.#sheets.get(sessionId), by);
	}

	async forgetSheet(sessionId: string): Promise<void> {
		this.#sheets.delete(sessionId);
	}
}

/** DeviceMarkOutbox keeps marks in IndexedDB: they outlive a reload, a crash and a dead battery. */
export class DeviceMarkOutbox implements MarkOutbox {
	async put(mark: KeptMark): Promise<void> {
		await (await device()).put('marks', mark);
	}

	async list(sessionId: string): Promise<KeptMark[]> {
		return (await device()).getAllFromIndex('marks', 'session', sessionId);
	}

	async listOf(by: string): Promise<KeptMark[]> {
		return (await (await device()).getAll('marks')).filter((mark) => mark.by === by);
	}

	async confirm(mark: KeptMark): Promise<void> {
		const change = (await device()).transaction('marks', 'readwrite');
		const kept = await change.store.get([mark.sessionId, mark.participantId]);
		if (kept?.id === mark.id) await change.store.delete([mark.sessionId, mark.participantId]);
		await change.done;
	}

	async keepSheet(sheet: RollCall, by: string): Promise<void> {
		await (await device()).put('sheets', { sessionId: sheet.session.id, by, sheet });
	}

	async findSheet(sessionId: string, by: string): Promise<RollCall | undefined> {
		return sheetOf(await (await device()).get('sheets', sessionId), by);
	}

	async forgetSheet(sessionId: string): Promise<void> {
		await (await device()).delete('sheets', sessionId);
	}
}

/** openMarkOutbox gives the lasting outbox, or the one in memory where the browser refuses a database. */
export async function openMarkOutbox(): Promise<MarkOutbox> {
	try {
		await device();
		return new DeviceMarkOutbox();
	} catch {
		return new MemoryMarkOutbox();
	}
}
