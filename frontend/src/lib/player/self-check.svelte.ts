import { untrack } from 'svelte';
import { apiBase, send } from '$lib/api/client';
import { problemOf } from '$lib/api/problem';
import type { AnswerPayload, Video, VideoQuestion } from '$lib/api/wire';
import { getLocale } from '$lib/paraglide/runtime';

/** Verdict is what the server says to an answer. */
export interface Verdict {
	correct: boolean;
	explainHtml: string;
	/** correctText is the right answer of a question that is answered in words. */
	correctText?: string;
	options?: { index: number; correct: boolean; chosen: boolean; explainHtml: string }[];
	solved: boolean;
}

/** SelfCheck is the questions of a video for oneself: which are solved, and which is being asked. */
export class SelfCheck {
	readonly questions: VideoQuestion[];
	#solved = $state<Record<string, boolean>>({});
	asked = $state.raw<VideoQuestion>();
	readonly #path: string;

	constructor({ questions }: Video, enrollmentId: string, lessonId: string) {
		this.questions = questions;
		this.#path = `${apiBase}/enrollments/${enrollmentId}/lessons/${lessonId}/questions`;
		for (const { id, solved } of questions) this.#solved[id] = solved;
	}

	isSolved({ id }: VideoQuestion): boolean {
		return this.#solved[id] ?? false;
	}

	get left(): number {
		return this.questions.filter((question) => !this.isSolved(question)).length;
	}

	/** due is the first unsolved question whose moment was played just now. */
	due(fromMs: number, toMs: number): VideoQuestion | undefined {
		return untrack(() =>
			this.questions.find((one) => one.atMs > fromMs && one.atMs <= toMs && !this.isSolved(one))
		);
	}

	async answer({ id }: VideoQuestion, payload: AnswerPayload): Promise<Verdict> {
		const request = new Request(`${this.#path}/${id}/answer`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'Accept-Language': getLocale() },
			body: JSON.stringify(payload)
		});
		const answer = await send(request);
		if (!answer.ok) throw await problemOf(answer);
		const verdict: Verdict = await answer.json();
		this.#solved[id] ||= verdict.solved;
		return verdict;
	}
}
