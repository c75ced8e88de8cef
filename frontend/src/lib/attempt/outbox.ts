import { device, type KeptAnswer } from '$lib/offline/idb';

/** Outbox holds the answers that the server has not confirmed. */
export interface Outbox {
	put(answer: KeptAnswer): Promise<void>;
	list(attemptId: string): Promise<KeptAnswer[]>;
	/** confirm forgets an answer unless a newer one has been given meanwhile. */
	confirm(attemptId: string, position: number, revision: number): Promise<void>;
	clear(attemptId: string): Promise<void>;
}

/** MemoryOutbox serves where the browser gives no database: answers last as long as the page. */
export class MemoryOutbox implements Outbox {
	readonly #kept = new Map<string, KeptAnswer>();

	async put(answer: KeptAnswer): Promise<void> {
		this.#kept.set(`${answer.attemptId}/${answer.position}`, answer);
	}

	async list(attemptId: string): Promise<KeptAnswer[]> {
		return [...this.#kept.values()].filter((answer) => answer.attemptId === attemptId);
	}

	async confirm(attemptId: string, position: number, revision: number): Promise<void> {
		const key = `${attemptId}/${position}`;
		const kept = this.#kept.get(key);
		if (kept && kept.revision <= revision) this.#kept.delete(key);
	}

	async clear(attemptId: string): Promise<void> {
		for (const answer of await this.list(attemptId)) this.#kept.delete(`${attemptId}/${answer.position}`);
	}
}

/** DeviceOutbox keeps answers in IndexedDB: they outlive a reload, a crash and a dead battery. */
export class DeviceOutbox implements Outbox {
	async put(answer: KeptAnswer): Promise<void> {
		await (await device()).put('answers', answer);
	}

	async list(attemptId: string): Promise<KeptAnswer[]> {
		return (await device()).getAllFromIndex('answers', 'attempt', attemptId);
	}

	async confirm(attemptId: string, position: number, revision: number): Promise<void> {
		const change = (await device()).transaction('answers', 'readwrite');
		const kept = await change.store.get([attemptId, position]);
		if (kept && kept.revision <= revision) await change.store.delete([attemptId, position]);
		await change.done;
	}

	async clear(attemptId: string): Promise<void> {
		const change = (await device()).transaction('answers', 'readwrite');
		for (const key of await change.store.index('attempt').getAllKeys(attemptId))
			await change.store.delete(key);
		await change.done;
	}
}

/** openOutbox gives the lasting outbox, or the one in memory where the browser refuses a database. */
export async function openOutbox(): Promise<Outbox> {
	try {
		await device();
		return new DeviceOutbox();
	} catch {
		return new MemoryOutbox();
	}
}
