import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Answer, MarkMade, RollCall } from '$lib/api/wire';
import type { Segment } from '$lib/player/intervals';

/** KeptAnswer is an answer on this device that the server has not confirmed yet. */
export interface KeptAnswer extends Answer {
	attemptId: string;
}

/** KeptMark is a mark of a roll call on this device that the server has not confirmed yet. */
export interface KeptMark extends MarkMade {
	classId: string;
	sessionId: string;
	/** by is the person who marked, as the server knows them. */
	by: string;
}

/** KeptSheet is a roll call as it was last read, to go on with where there is no line. */
export interface KeptSheet {
	sessionId: string;
	/** by is the person who read it: nobody else is shown it. */
	by: string;
	sheet: RollCall;
}

/** KeptWatch is what a player has played and the server has not confirmed yet. It names nobody but by a key. */
export interface KeptWatch {
	playbackId: string;
	enrollmentId: string;
	lessonId: string;
	/** by is the person who watched. */
	by: string;
	positionMs: number;
	segments: Segment[];
}

interface Device extends DBSchema {
	answers: { key: [string, number]; value: KeptAnswer; indexes: { attempt: string } };
	marks: { key: [string, string]; value: KeptMark };
	sheets: { key: string; value: KeptSheet };
	watches: { key: string; value: KeptWatch };
}

let opened: Promise<IDBPDatabase<Device>> | undefined;

/** device opens this browser's database; a browser that refuses one (private window) rejects. */
export function device(): Promise<IDBPDatabase<Device>> {
	opened ??= openDB<Device>('taphuan', 3, {
		upgrade(db, version) {
			if (version < 1) {
				const answers = db.createObjectStore('answers', { keyPath: ['attemptId', 'position'] });
				answers.createIndex('attempt', 'attemptId');
			}
			if (version < 2) {
				db.createObjectStore('marks', { keyPath: ['sessionId', 'participantId'] });
				db.createObjectStore('sheets', { keyPath: 'sessionId' });
			}
			if (version < 3) db.createObjectStore('watches', { keyPath: 'playbackId' });
		}
	});
	return opened;
}

/** forgetSheets takes the names of every roll call off this device, but of those that one person read. */
export async function forgetSheets(but?: string): Promise<void> {
	const change = (await device()).transaction('sheets', 'readwrite');
	for (const { sessionId, by } of await change.store.getAll())
		if (by !== but) await change.store.delete(sessionId);
	await change.done;
}
