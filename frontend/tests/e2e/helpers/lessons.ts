import type { Page } from 'playwright-core';

/** lessonOf gives the address of the first lesson of a kind in the course that is being learnt; or of those not begun. */
export async function lessonOf(page: Page, kind: 'video' | 'text', state = ''): Promise<string> {
	return page.evaluate(
		async ([kind, state]) => {
			const read = async (path: string) => (await fetch(`/api/v1${path}`)).json();
			const learning = await read('/me/learning');
			const duties = [...learning.required, ...learning.current, ...learning.completed];
			const id: string = duties.find(({ enrollmentId }) => enrollmentId).enrollmentId;
			const { modules } = await read(`/enrollments/${id}`);
			type Lesson = { id: string; kind: string; state: string };
			const lessons: Lesson[] = modules.flatMap((module: { lessons: Lesson[] }) => module.lessons);
			const found = lessons.find((lesson) => lesson.kind === kind && (!state || lesson.state === state));
			return `/viec-hoc/${id}/bai/${found?.id}`;
		},
		[kind, state]
	);
}
