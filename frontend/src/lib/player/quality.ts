import type { Rendition, Video } from '$lib/api/wire';

/** Quality is what a person chooses: by the line, one picture, or the sound alone. */
export type Quality = 'auto' | Rendition['name'];

/**
 * Plan is what will be played: its address, and the most that it can weigh. The size before play is read from it,
 * and a download for viewing without a line needs the same: the plan of one quality, the captions, the transcript.
 */
export interface Plan {
	kind: 'file' | 'stream' | 'sound';
	/** quality is the chosen one where the video has it, else the next smaller. */
	quality: Quality;
	url: string;
	bytes: number;
	/** top is the largest picture that is played. */
	top?: Rendition;
}

/** Wish is what the reader and the device ask for. */
export interface Wish {
	quality: Quality;
	/** saver: the data saver is on. */
	saver: boolean;
	/** pixels is how wide the picture stands on this screen, in its own pixels. */
	pixels: number;
}

const saverHeight = 360;
const height = ({ name }: { name: string }) => parseInt(name);

/** pictures are the renditions with a picture that may be played, from the smallest on. */
export function pictures(video: Video, saver: boolean): Rendition[] {
	const all = video.renditions.filter(({ name }) => name !== 'audio');
	const small = all.filter((one) => height(one) <= saverHeight);
	return saver && small.length ? small : all;
}

/** soundOf is the rendition without a picture. */
export function soundOf(video: Video): Rendition | undefined {
	return video.audioUrl ? video.renditions.find(({ name }) => name === 'audio') : undefined;
}

/** filePlan plays the whole file as it was uploaded. */
export function filePlan(video: Video): Plan {
	return { kind: 'file', quality: 'auto', url: video.url, bytes: video.bytes };
}

/** planOf settles what is played. By the line it may be anything up to what the screen has pixels for. */
export function planOf(video: Video, { quality, saver, pixels }: Wish): Plan {
	const sound = soundOf(video);
	if (quality === 'audio' && sound)
		return { kind: 'sound', quality, url: video.audioUrl ?? '', bytes: sound.bytes };
	const offered = pictures(video, saver);
	const [smallest] = offered;
	if (!video.hlsUrl || !smallest) return filePlan(video);
	const chosen = /p$/.test(quality);
	const fits = offered.filter((one) => height(one) <= height({ name: quality })).at(-1) ?? smallest;
	const top = chosen ? fits : (offered.find(({ width }) => width >= pixels) ?? offered.at(-1) ?? smallest);
	return {
		kind: 'stream',
		quality: chosen ? top.name : 'auto',
		url: video.hlsUrl,
		bytes: top.bytes,
		top
	};
}

/** variantOf finds the playlist of one picture in a master playlist (RFC 8216, 4.3.4.2), where a browser plays by itself. */
export function variantOf(master: string, base: string, { width, height }: Rendition): string | undefined {
	const lines = master.split(/\r?\n/);
	const at = lines.findIndex(
		(line) => line.startsWith('#EXT-X-STREAM-INF') && line.includes(`RESOLUTION=${width}x${height}`)
	);
	const address = at < 0 ? undefined : lines.slice(at + 1).find((line) => line && !line.startsWith('#'));
	return address && new URL(address, base).href;
}
