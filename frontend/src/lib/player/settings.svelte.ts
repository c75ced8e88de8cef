import { dataSaver, setDataSaver } from '$lib/session/preferences';
import type { Quality } from './quality';

const keys = { quality: 'player.quality', wifiOnly: 'player.wifiOnly' };

/** Settings are a person's choices for every video on this device. */
class Settings {
	#quality = $state<Quality>((localStorage.getItem(keys.quality) as Quality | null) ?? 'auto');
	#wifiOnly = $state(localStorage.getItem(keys.wifiOnly) !== null);
	#saver = $state(dataSaver());

	get quality(): Quality {
		return this.#quality;
	}

	set quality(next: Quality) {
		this.#quality = next;
		localStorage.setItem(keys.quality, next);
	}

	/** wifiOnly: ask before a video is loaded by mobile data. */
	get wifiOnly(): boolean {
		return this.#wifiOnly;
	}

	set wifiOnly(on: boolean) {
		this.#wifiOnly = on;
		if (on) localStorage.setItem(keys.wifiOnly, '1');
		else localStorage.removeItem(keys.wifiOnly);
	}

	/** saver is the data saver of the whole application. */
	get saver(): boolean {
		return this.#saver;
	}

	set saver(on: boolean) {
		setDataSaver(on);
		this.#saver = dataSaver();
	}
}

export const settings = new Settings();
