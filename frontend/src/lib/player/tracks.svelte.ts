import type { Video } from '$lib/api/wire';
import { getLocale } from '$lib/paraglide/runtime';
import { cuesOf, type Cue } from './cues';

/** Tracks are the captions of a video: which language is read, and whether it stands on the picture. */
export class Tracks {
	language = $state('');
	on = $state(true);
	cues = $state.raw<Cue[]>([]);
	state = $state<'loading' | 'ready' | 'failed'>('loading');

	constructor({ captions }: Video) {
		const own = captions.find(({ locale }) => locale === getLocale()) ?? captions[0];
		this.language = own?.locale ?? '';
	}

	/** show sets the mode of every track of an element; the browser fetches one that is not disabled. */
	show(element: HTMLVideoElement, wanted: boolean): void {
		for (const track of element.textTracks) {
			const mode = this.on && wanted ? 'showing' : 'hidden';
			track.mode = track.language === this.language ? mode : 'disabled';
			if (track.language === this.language) this.#take(track);
		}
	}

	/** follow reads what arrives for an element, until the returned function is called. */
	follow(element: HTMLVideoElement): () => void {
		const onload = ({ target }: Event) => target instanceof HTMLTrackElement && this.#take(target.track);
		const onerror = ({ target }: Event) => {
			if (target instanceof HTMLTrackElement) this.state = 'failed';
		};
		element.addEventListener('load', onload, true); // it does not bubble
		element.addEventListener('error', onerror, true);
		return () => {
			element.removeEventListener('load', onload, true);
			element.removeEventListener('error', onerror, true);
		};
	}

	#take(track: TextTrack): void {
		if (track.language !== this.language || !track.cues?.length) return;
		this.cues = cuesOf(track);
		this.state = 'ready';
	}

	choose(language: string): void {
		this.on = language !== '';
		if (language && language !== this.language) {
			this.language = language;
			this.state = 'loading';
		}
	}
}
