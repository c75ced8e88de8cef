import { m } from '$lib/paraglide/messages';

/** lasting says how long something took: in seconds below a minute, else in minutes and seconds. */
export function lasting(seconds: number): string {
	if (seconds < 60) return m.lasting_seconds({ seconds });
	return m.lasting_minutes({ minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}
