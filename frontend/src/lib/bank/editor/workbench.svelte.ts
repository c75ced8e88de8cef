import { getContext, setContext } from 'svelte';
import { POST } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';
import { upload } from '$lib/api/upload';
import type { AnswerPayload, DraftPicture, QuestionPreview } from '$lib/api/wire';
import { text } from '$lib/i18n/format';
import { TriedField } from '../tried.svelte';
import { hasEnglish, sent, type Draft } from './draft';
import type { Mark } from './picture';

const waitMs = 350;

/** PictureAsked is a picture that somebody adds to a text, or one of it whose description they change. */
export interface PictureAsked {
	/** file was dropped or pasted. */
	file?: File | undefined;
	known?: Mark;
	/** words: the text says something beside the picture, which may then be an ornament. */
	words: boolean;
	/** onmark is given what stands for the picture in the text. */
	onmark: (mark: string) => void;
}

/** Workbench holds a question while it is edited: what is wrong with it, how it looks, and what its author tries. */
export class Workbench {
	draft: Draft = $state()!;
	/** english: the fields of English texts are shown. */
	english = $state(false);
	preview = $state.raw<QuestionPreview>();
	/** failure is why the server could not be asked. */
	failure = $state.raw<unknown>();
	refused = $state.raw<unknown>();
	/** tried is what its author answers, as a learner would. */
	readonly tried = new TriedField();
	seed = $state(1);
	/** all: every problem is shown at its field, also where nobody has been yet. */
	all = $state(false);
	/** asked is answered in a dialog, which stands outside the form. */
	asked = $state.raw<PictureAsked>();
	readonly course: string;
	#added = $state.raw<DraftPicture[]>([]);
	#visited = $state<Record<string, true>>({});
	#asked = 0;
	#saved = $state('');

	constructor(course: string, draft: Draft) {
		this.course = course;
		this.draft = draft;
		this.english = hasEnglish(draft);
		this.#saved = JSON.stringify(draft);
	}

	get isChanged(): boolean {
		return JSON.stringify(this.draft) !== this.#saved;
	}

	/** settled says that the server has what stands here. */
	settled(): void {
		this.#saved = JSON.stringify(this.draft);
		this.refused = undefined;
	}

	/** visit says that somebody was at a field, whose problems may be told from now on. */
	visit(path: string): void {
		this.#visited[path] = true;
	}

	/** problemAt gives the words for what is wrong at a field. */
	problemAt(path: string): string | undefined {
		if (this.refused instanceof ApiError) {
			const said = this.refused.field(path) ?? this.refused.field(`draft.${path}`);
			if (said) return said;
		}
		if (!this.all && !this.#visited[path]) return undefined;
		const found = this.preview?.problems.find((problem) => problem.path === path);
		return found && text(found.text);
	}

	/** addPicture stores a picture for the questions of the course, or throws what the server says. */
	async addPicture(file: File): Promise<DraftPicture> {
		const stored = await upload<DraftPicture>(`/courses/${this.course}/question-images`, file);
		this.#added = [...this.#added, stored];
		return stored;
	}

	/** pictureOf finds a picture of the question or one that was added. */
	pictureOf(file: string): DraftPicture | undefined {
		return [...(this.preview?.pictures ?? []), ...this.#added].find((one) => one.file === file);
	}

	/** watch asks the server anew whenever the question or the answer changes; it is called in an effect. */
	watch(): () => void {
		const body = { draft: sent($state.snapshot(this.draft)), answer: this.tried.payload, seed: this.seed };
		const timer = setTimeout(() => void this.#ask(body), waitMs);
		return () => clearTimeout(timer);
	}

	async #ask(body: { draft: ReturnType<typeof sent>; answer: AnswerPayload; seed: number }): Promise<void> {
		const turn = ++this.#asked;
		try {
			const preview = await POST('/courses/{key}/questions/preview', { path: { key: this.course }, body });
			if (turn !== this.#asked) return;
			this.preview = preview;
			this.failure = undefined;
		} catch (cause) {
			if (turn === this.#asked) this.failure = cause;
		}
	}
}

const key = Symbol('workbench');
export const setWorkbench = (bench: Workbench): Workbench => setContext(key, bench);
export const workbench = (): Workbench => getContext<Workbench>(key);
