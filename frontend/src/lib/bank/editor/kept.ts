import type { Draft } from './draft';

/** Kept is a question that was changed on this device and not saved; basedOn is the version it was made from. */
export interface Kept {
	basedOn: number;
	draft: Draft;
}

const keyOf = (by: string, place: string) => `question/${by}/${place}`;

/** keep writes over what was kept, and tells whether the device took it. */
export function keep(by: string, place: string, kept: Kept): boolean {
	try {
		localStorage.setItem(keyOf(by, place), JSON.stringify(kept));
		return true;
	} catch {
		return false; // a full device, a private window
	}
}

export function findKept(by: string, place: string): Kept | undefined {
	try {
		const written = localStorage.getItem(keyOf(by, place));
		const kept: Partial<Kept> = written ? JSON.parse(written) : {};
		return kept.draft?.body && typeof kept.basedOn === 'number' ? (kept as Kept) : undefined;
	} catch {
		return undefined;
	}
}

export function forgetKept(by: string, place: string): void {
	try {
		localStorage.removeItem(keyOf(by, place));
	} catch {
		// nothing could be kept there either
	}
}
