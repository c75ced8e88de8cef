import type { ImagePick } from '$lib/api/wire';

/** scale is the width, and the height, of an image in the units of a pick. */
export const scale = 10_000;

const within = (value: number) => Math.min(scale, Math.max(0, Math.round(value)));

/** pickAt is the place of an image at a point of the window. */
export function pickAt(clientX: number, clientY: number, image: DOMRect): ImagePick {
	return {
		x: within(((clientX - image.left) / image.width) * scale),
		y: within(((clientY - image.top) / image.height) * scale)
	};
}

const steps: Record<string, [number, number]> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1]
};

/** stepped is where a key of an arrow moves a place: by 1 %, by 5 % when far. Other keys give nothing. */
export function stepped({ x, y }: ImagePick, key: string, far: boolean): ImagePick | undefined {
	const step = steps[key];
	const by = (scale / 100) * (far ? 5 : 1);
	return step && { x: within(x + step[0] * by), y: within(y + step[1] * by) };
}

/** percent is a length of the image in whole hundredths of its side. */
export function percent(length: number): number {
	return Math.round(length / (scale / 100));
}
