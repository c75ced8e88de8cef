const startsAfterPx = 4;

/**
 * Drag carries a numbered thing by mouse, pen or finger onto an element with a number in data-drop. It is an addition:
 * whatever it does, controls do as well.
 */
export class Drag {
	/** carried is what is being carried, over the place that it is held over. */
	carried = $state<number>();
	over = $state<number>();
	readonly #drop: (carried: number, place: number) => void;

	/** drop is called with what was carried and the place where it was let go. */
	constructor(drop: (carried: number, place: number) => void) {
		this.#drop = drop;
	}

	/** start begins at a pointer that went down on `thing`; places are looked for inside `area`. */
	start(
		event: PointerEvent,
		carried: number,
		thing: HTMLElement | null,
		area: HTMLElement | undefined
	): void {
		if (event.button !== 0 || !thing || !area) return;
		event.preventDefault();
		const end = new AbortController();
		const { signal } = end;
		const stop = () => {
			end.abort();
			this.carried = this.over = undefined;
			thing.style.transform = thing.style.pointerEvents = '';
		};
		const move = (now: PointerEvent) => {
			const [x, y] = [now.clientX - event.clientX, now.clientY - event.clientY];
			if (this.carried === undefined && Math.hypot(x, y) < startsAfterPx) return;
			this.carried = carried;
			thing.style.transform = `translate(${x}px, ${y}px)`;
			thing.style.pointerEvents = 'none'; // so that what lies below is found
			this.over = placeAt(now, area);
		};
		const drop = () => {
			const place = this.carried === undefined ? undefined : this.over;
			stop();
			if (place !== undefined) this.#drop(carried, place);
		};
		addEventListener('pointermove', move, { signal });
		addEventListener('pointerup', drop, { signal });
		addEventListener('pointercancel', stop, { signal });
		addEventListener('keydown', ({ key }) => key === 'Escape' && stop(), { signal });
	}
}

function placeAt({ clientX, clientY }: PointerEvent, area: HTMLElement): number | undefined {
	const place = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-drop]');
	return place && area.contains(place) ? Number(place.dataset.drop) : undefined;
}
