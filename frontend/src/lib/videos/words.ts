import { number } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import type { LibraryVideo } from '$lib/api/wire';
import type { IconName } from '$lib/ui/Icon.svelte';

/** sizeText writes a size as file managers do: units of 1,024, as the limits of the server. */
export function sizeText(bytes: number): string {
	const mega = bytes / 2 ** 20;
	if (mega < 0.1) return `${number(bytes / 1024, 0)} KB`;
	const [value, unit] = mega < 1024 ? [mega, 'MB'] : [mega / 1024, 'GB'];
	return `${number(value, value < 100 && Math.round(value * 10) % 10 ? 1 : 0)} ${unit}`;
}

/** lengthText writes how long a video is: 1:02:03 or 4:05. */
export function lengthText(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
	const two = (value: number) => String(value).padStart(2, '0');
	const tail = two(seconds % 60);
	return hours ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** timeLeft says how long something still takes, never more exactly than it is known. */
export function timeLeft(seconds: number): string {
	if (seconds < 60) return m.library_left_moment();
	const minutes = Math.round(seconds / 60);
	if (minutes < 90) return m.library_left_minutes({ count: minutes });
	return m.library_left_hours({ count: Math.round(seconds / 3600) });
}

interface StateWords {
	text: string;
	icon: IconName;
	tone: 'plain' | 'brand' | 'success' | 'danger';
}

/** stateWords says how far a video is on its way to every device. */
export function stateWords({ state, progress }: Pick<LibraryVideo, 'state' | 'progress'>): StateWords {
	switch (state) {
		case 'queued':
			return { text: m.library_state_queued(), icon: 'clock', tone: 'plain' };
		case 'working':
			return { text: m.library_state_working({ progress }), icon: 'clock', tone: 'brand' };
		case 'ready':
			return { text: m.library_state_ready(), icon: 'check', tone: 'success' };
		case 'refused':
			return { text: m.library_state_refused(), icon: 'alert', tone: 'danger' };
	}
}
