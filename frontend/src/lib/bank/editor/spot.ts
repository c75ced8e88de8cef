import type { Region } from './draft';

export interface Point {
	x: number;
	y: number;
}

type Size = { width: number; height: number };

/** pointAt is the pixel of an image under a pointer, within the image. */
export function pointAt(clientX: number, clientY: number, frame: DOMRect, { width, height }: Size): Point {
	const at = (position: number, start: number, length: number, pixels: number) =>
		Math.min(pixels, Math.max(0, Math.round(((position - start) / length) * pixels)));
	return { x: at(clientX, frame.left, frame.width, width), y: at(clientY, frame.top, frame.height, height) };
}

/** drawn are the coordinates of a shape that was drawn from one point to another. */
export function drawn(shape: Region['shape'], from: Point, to: Point): number[] {
	if (shape === 'circle')
		return [from.x, from.y, Math.max(1, Math.round(Math.hypot(to.x - from.x, to.y - from.y)))];
	const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
	const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
	return shape === 'rect' ? [left, top, right, bottom] : [left, top, right, top, right, bottom, left, bottom];
}

/** middle is a first region for an image: a sixth of it, in its middle. */
export function middle({ width, height }: Size): number[] {
	const part = (length: number, share: number) => Math.round(length * share);
	return [part(width, 0.4), part(height, 0.4), part(width, 0.6), part(height, 0.6)];
}

/** numbers reads the coordinates that somebody typed. */
export function numbers(typed: string): number[] {
	return (typed.match(/\d+/g) ?? []).map(Number);
}

/** reshaped are coordinates of another shape that covers about the same place. */
export function reshaped(to: Region['shape'], coords: number[], from: Region['shape']): number[] {
	const xs = coords.filter((_, at) => at % 2 === 0);
	const ys = coords.filter((_, at) => at % 2 === 1);
	const [a = 0, b = 0, c = 0] = coords;
	const box =
		from === 'circle'
			? [a - c, b - c, a + c, b + c]
			: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
	const [left = 0, top = 0, right = 0, bottom = 0] = box.map((value) => Math.max(0, value));
	if (to !== 'circle') return drawn(to, { x: left, y: top }, { x: right, y: bottom });
	const center = { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) };
	return [center.x, center.y, Math.max(1, Math.round(Math.min(right - left, bottom - top) / 2))];
}
