import { getContext, setContext } from 'svelte';
import { POST } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';
import type { AnswerPayload, QuestionPreview } from '$lib/api/wire';
import { text } from '$lib/i18n/format';
import { TriedField } from '../tried.svelte';
import { hasEnglish, sent, type Draft } from './draft';

const waitMs = 350;

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
	readonly course: string;
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
