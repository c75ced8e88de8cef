import type { RollCall } from '$lib/api/wire';
import { device, forgetSheets, type KeptMark, type KeptSheet } from './idb';

/** MarkStore holds marks that the server has not confirmed, and the sheets they belong to. */
export interface MarkStore {
	put(mark: KeptMark): Promise<void>;
	all(): Promise<KeptMark[]>;
	/** confirm forgets a mark unless a newer one has been made meanwhile. */
	confirm(mark: KeptMark): Promise<void>;
	/** drop forgets whatever mark the participant has. */
	drop(mark: KeptMark): Promise<void>;
	/** keepSheet keeps the sheet for who read it. */
	keepSheet(sheet: RollCall, by: string): Promise<void>;
	/** findSheet gives a sheet to who read it, and to nobody else. */
	findSheet(sessionId: string, by: string): Promise<RollCall | undefined>;
	/** forgetSheet takes the names off the device. */
	forgetSheet(sessionId: string): Promise<void>;
}

function keyOf(mark: KeptMark): string {
	return `${mark.sessionId}/${mark.participantId}`;
}

function sheetOf(kept: KeptSheet | undefined, by: string): RollCall | undefined {
	return kept?.by === by ? kept.sheet : undefined;
}

/** MemoryMarkStore lasts as long as the page. */
export class MemoryMarkStore implements MarkStore {
	readonly #marks = new Map<string, KeptMark>();
	readonly #sheets = new Map<string, KeptSheet>();

	async put(mark: KeptMark): Promise<void> {
		this.#marks.set(keyOf(mark), mark);
	}

	async all(): Promise<KeptMark[]> {
		return [...this.#marks.values()];
	}

	async confirm(mark: KeptMark): Promise<void> {
		if (this.#marks.get(keyOf(mark))?.id === mark.id) await this.drop(mark);
	}

	async drop(mark: KeptMark): Promise<void> {
		this.#marks.delete(keyOf(mark));
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

/** DeviceMarkStore is IndexedDB: what it holds outlives a reload, a crash and a dead battery. */
class DeviceMarkStore implements MarkStore {
	async put(mark: KeptMark): Promise<void> {
		await (await device()).put('marks', mark);
	}

	async all(): Promise<KeptMark[]> {
		return (await device()).getAll('marks');
	}

	async confirm(mark: KeptMark): Promise<void> {
		const change = (await device()).transaction('marks', 'readwrite');
		const kept = await change.store.get([mark.sessionId, mark.participantId]);
		if (kept?.id === mark.id) await change.store.delete([mark.sessionId, mark.participantId]);
		await change.done;
	}

	async drop(mark: KeptMark): Promise<void> {
		await (await device()).delete('marks', [mark.sessionId, mark.participantId]);
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

/**
 * MarkOutbox keeps marks and sheets in a store. A store may refuse any of it (a full phone, a private window):
 * a mark is then held here, as long as the page lives.
 */
export class MarkOutbox {
	readonly #store: MarkStore;
	readonly #held = new MemoryMarkStore();

	constructor(store: MarkStore) {
		this.#store = store;
	}

	async put(mark: KeptMark): Promise<void> {
		if (await succeeds(this.#store.put(mark))) return this.#held.drop(mark);
		await this.#held.put(mark);
		await succeeds(this.#store.drop(mark));
	}

	/** listOf is everything that one person marked and that has not arrived; what is held here is the newer. */
	async listOf(by: string): Promise<KeptMark[]> {
		const kept = await this.#store.all().catch(() => []);
		const newest = new Map([...kept, ...(await this.#held.all())].map((mark) => [keyOf(mark), mark]));
		return [...newest.values()].filter((mark) => mark.by === by);
	}

	/** listHeld is those of them that end with the page. */
	async listHeld(by: string): Promise<KeptMark[]> {
		return (await this.#held.all()).filter((mark) => mark.by === by);
	}

	/** confirm forgets a mark unless a newer one has been made meanwhile. */
	async confirm(mark: KeptMark): Promise<void> {
		await this.#held.confirm(mark);
		await succeeds(this.#store.confirm(mark));
	}

	/** keepSheet keeps the sheet for who read it, and tells whether the store took it. */
	keepSheet(sheet: RollCall, by: string): Promise<boolean> {
		return succeeds(this.#store.keepSheet(sheet, by));
	}

	findSheet(sessionId: string, by: string): Promise<RollCall | undefined> {
		return this.#store.findSheet(sessionId, by).catch(() => undefined);
	}

	async forgetSheet(sessionId: string): Promise<void> {
		await succeeds(this.#store.forgetSheet(sessionId));
	}
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
	return work.then(
		() => true,
		() => false
	);
}

/** markOutbox is the one of this page: what it holds by itself is there for each of its screens. */
export const markOutbox = new MarkOutbox(new DeviceMarkStore());

/** forgetKept takes off this device every list, and the marks of one person, sent or not. */
export async function forgetKept(by: string): Promise<void> {
	for (const mark of await markOutbox.listOf(by)) await markOutbox.confirm(mark);
	await forgetSheets();
}
