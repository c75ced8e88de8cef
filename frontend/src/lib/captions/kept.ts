import type { Timed } from './cues';

/** Kept is what one person has changed on this device and not saved; revision is that of the captions it was made from. */
export interface Kept {
	revision: number;
	cues: Timed[];
	script: string;
}

const keyOf = (by: string, video: string, locale: string) => `captions/${by}/${video}/${locale}`;

/** keep writes over what was kept, and tells whether the device took it. */
export function keep(by: string, video: string, locale: string, kept: Kept): boolean {
	try {
		localStorage.setItem(keyOf(by, video, locale), JSON.stringify(kept));
		return true;
	} catch {
		return false; // a full device, a private window
	}
}

export function findKept(by: string, video: string, locale: string): Kept | undefined {
	try {
		const written = localStorage.getItem(keyOf(by, video, locale));
		const kept: Partial<Kept> = written ? JSON.parse(written) : {};
		return Array.isArray(kept.cues) && typeof kept.revision === 'number'
			? { cues: kept.cues, revision: kept.revision, script: kept.script ?? '' }
			: undefined;
	} catch {
		return undefined;
	}
}

export function forgetKept(by: string, video: string, locale: string): void {
	try {
		localStorage.removeItem(keyOf(by, video, locale));
	} catch {
		// nothing could be kept there either
	}
}
