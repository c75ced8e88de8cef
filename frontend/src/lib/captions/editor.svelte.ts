import type { VideoCaptionTrack } from '$lib/api/wire';
import { check } from './checks';
import { numbered, plain, type Cue, type Timed } from './cues';
import type { Kept } from './kept';

const undoable = 200;

/** State is everything of one language that is edited. */
interface State {
	readonly cues: readonly Cue[];
	readonly script: string;
}

/**
 * Editor holds the captions of a video in one language while they are edited: each change can be undone, and what was
 * last saved is known.
 */
export class Editor {
	#state = $state.raw<State>({ cues: [], script: '' });
	#saved = $state.raw<State>({ cues: [], script: '' });
	#before = $state.raw<readonly State[]>([]);
	/** sound is what is known of the video; it is learnt when it is first listened to. */
	sound = $state.raw<VideoCaptionTrack['sound']>({ lengthMs: 0, heard: false, spans: [] });
	revision = $state(0);
	#typing = 0;

	readonly report = $derived.by(() => check(this.#state.cues, this.sound));

	constructor(found: VideoCaptionTrack) {
		this.#take(found);
	}

	get cues(): readonly Cue[] {
		return this.#state.cues;
	}

	get script(): string {
		return this.#state.script;
	}

	get isChanged(): boolean {
		return this.#state !== this.#saved;
	}

	get canUndo(): boolean {
		return this.#before.length > 0;
	}

	/** adopt takes what the server has in place of everything; what stood here can be had back by undo. */
	adopt(found: VideoCaptionTrack): void {
		this.#before = [...this.#before, this.#state];
		this.#take(found);
	}

	#take({ cues, script, revision, sound }: VideoCaptionTrack): void {
		this.#state = this.#saved = { cues: numbered(cues), script };
		this.revision = revision;
		this.sound = sound;
	}

	/** type puts cues of which one was typed into: what was typed into one caption is undone at once. */
	type(cues: readonly Cue[], id: number): void {
		if (this.#typing === id) this.#state = { ...this.#state, cues };
		else this.change(cues);
		this.#typing = id;
	}

	/** change puts other cues, and another script when one is given. */
	change(cues: readonly Cue[], script = this.#state.script): void {
		this.#typing = 0;
		this.#before = [...this.#before.slice(1 - undoable), this.#state];
		this.#state = { cues, script };
	}

	/** restore puts what was kept on this device over what the server has. */
	restore({ cues, script }: Kept): void {
		this.change(numbered(cues), script);
	}

	undo(): void {
		const before = this.#before.at(-1);
		if (!before) return;
		this.#typing = 0;
		this.#before = this.#before.slice(0, -1);
		this.#state = before;
	}

	/** discard goes back to what was last saved; what stood here can be had back by undo. */
	discard(): void {
		this.change(this.#saved.cues, this.#saved.script);
		this.#state = this.#saved;
	}

	/** sending is what to save now, and what to call when it has been saved. */
	sending(): { cues: Timed[]; script: string; done: (cues: readonly Timed[], revision: number) => void } {
		const sent = this.#state;
		this.#typing = 0;
		return {
			cues: plain(sent.cues),
			script: sent.script,
			done: (cues, revision) => {
				const cleaned = {
					...sent,
					cues: sent.cues.map((cue, i) => ({ ...cue, text: cues[i]?.text ?? cue.text }))
				};
				if (this.#state === sent) this.#state = cleaned;
				this.#saved = cleaned;
				this.revision = revision;
			}
		};
	}
}
