import { untrack } from 'svelte';
import { POST } from '$lib/api/client';
import type { AnswerFeedback, AnswerPayload, Video, VideoQuestion } from '$lib/api/wire';

/** SelfCheck is the questions of a video for oneself: which are solved, and which is being asked. */
export class SelfCheck {
	readonly questions: VideoQuestion[];
	#solved = $state<Record<string, boolean>>({});
	asked = $state.raw<VideoQuestion>();
	readonly #path: { id: string; lessonId: string };

	constructor({ questions }: Video, enrollmentId: string, lessonId: string) {
		this.questions = questions;
		this.#path = { id: enrollmentId, lessonId };
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

	async answer({ id }: VideoQuestion, payload: AnswerPayload): Promise<AnswerFeedback> {
		const path = { ...this.#path, questionId: id };
		const verdict = await POST('/enrollments/{id}/lessons/{lessonId}/questions/{questionId}/answer', {
			path,
			body: payload
		});
		this.#solved[id] ||= verdict.solved;
		return verdict;
	}
}
