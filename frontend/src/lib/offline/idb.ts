import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Answer } from '$lib/api/wire';

/** KeptAnswer is an answer on this device that the server has not confirmed yet. */
export interface KeptAnswer extends Answer {
	attemptId: string;
}

interface Device extends DBSchema {
	answers: { key: [string, number]; value: KeptAnswer; indexes: { attempt: string } };
}

let opened: Promise<IDBPDatabase<Device>> | undefined;

/** device opens this browser's database; a browser that refuses one (private window) rejects. */
export function device(): Promise<IDBPDatabase<Device>> {
	opened ??= openDB<Device>('taphuan', 1, {
		upgrade(db) {
			const answers = db.createObjectStore('answers', { keyPath: ['attemptId', 'position'] });
			answers.createIndex('attempt', 'attemptId');
		}
	});
	return opened;
}
