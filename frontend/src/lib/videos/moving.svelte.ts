import type { LibraryVideo } from '$lib/api/wire';

type State = Pick<LibraryVideo, 'state'>;

/** isMoving tells videos whose state changes by itself. */
function isMoving({ state }: State): boolean {
	return state === 'queued' || state === 'working';
}

/** reloadWhileMoving asks again and again while one of the shown videos is processed. Call it where a component begins. */
export function reloadWhileMoving(shown: () => State[] | undefined, reload: () => unknown): void {
	const moving = $derived(shown()?.some(isMoving) ?? false);
	$effect(() => {
		if (!moving) return;
		const turn = setInterval(reload, 5000);
		return () => clearInterval(turn);
	});
}
