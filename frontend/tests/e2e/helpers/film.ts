import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Front } from './tls';

/** Film is a video as the encoder leaves it: one file by byte ranges for each quality, with its playlist. */
export interface Film {
	folder: string;
	/** video is what the lesson says of it. */
	video: Record<string, unknown>;
}

const shipped = fileURLToPath(new URL('../../../../courses/an1/media/m1.mp4', import.meta.url));
const pictures = [
	{ name: '240p', width: 426, height: 240, kilobits: 180 },
	{ name: '360p', width: 640, height: 360, kilobits: 400 },
	{ name: '720p', width: 1280, height: 720, kilobits: 1500 }
];
const soundKilobits = 32;
const everySeconds = 4;
const at = '/media/film/';

function ffmpeg(...args: string[]): void {
	execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** forget removes what makeFilm wrote. */
export function forget(film: Film): void {
	rmSync(film.folder, { recursive: true, force: true });
}

/** restless is a source that takes every bit it may have, as a film of people and trees does. */
export const restless = [
	...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25:duration=60,noise=alls=20:allf=t'],
	...['-f', 'lavfi', '-i', 'sine=frequency=300:duration=60']
];

/** makeFilm encodes a source, by default a video of the shipped course, as the server does. */
export function makeFilm(source: string[] = ['-i', shipped]): Film {
	const folder = mkdtempSync(join(tmpdir(), 'taphuan-film-'));
	const to = (name: string) => join(folder, name);
	const sound = ['-c:a', 'aac', '-ac', '1', '-b:a', `${soundKilobits}k`];
	const stream = (name: string) => [
		...['-f', 'hls', '-hls_time', String(everySeconds), '-hls_playlist_type', 'vod'],
		...['-hls_segment_type', 'fmp4', '-hls_flags', 'single_file'],
		...['-hls_segment_filename', to(`${name}.mp4`), to(`${name}.m3u8`)]
	];
	for (const { name, width, height, kilobits } of pictures) {
		const rate = ['-b:v', `${kilobits}k`, '-maxrate', `${kilobits}k`, '-bufsize', `${kilobits}k`];
		const picture = ['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'main', '-pix_fmt', 'yuv420p'];
		const keys = ['-force_key_frames', `expr:gte(t,n_forced*${everySeconds})`, '-r', '12'];
		const scale = ['-vf', `scale=${width}:${height}`];
		ffmpeg(...source, ...scale, ...picture, ...rate, ...keys, ...sound, ...stream(name));
	}
	ffmpeg(...source, '-vn', ...sound, ...stream('audio'));
	ffmpeg('-i', to('360p.mp4'), '-c', 'copy', '-movflags', '+faststart', to('whole.mp4'));
	ffmpeg('-i', to('whole.mp4'), '-frames:v', '1', to('poster.jpg'));
	ffmpeg(
		'-i',
		to('240p.mp4'),
		'-vf',
		'fps=1/5,scale=160:90,tile=5x5',
		'-frames:v',
		'1',
		to('thumbnails.jpg')
	);
	writeFileSync(to('master.m3u8'), master());
	return { folder, video: videoOf(folder) };
}

const bandwidth = (kilobits: number) => (kilobits + soundKilobits) * 1100;

function master(): string {
	const lines = pictures.map(
		({ name, width, height, kilobits }) =>
			`#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth(kilobits)},RESOLUTION=${width}x${height},` +
			`CODECS="avc1.4d401f,mp4a.40.2"\n${name}.m3u8`
	);
	return ['#EXTM3U', '#EXT-X-VERSION:7', ...lines, ''].join('\n');
}

function videoOf(folder: string): Record<string, unknown> {
	const bytes = (name: string) => statSync(join(folder, name)).size;
	const sound = { name: 'audio', width: 0, height: 0, bytes: bytes('audio.mp4'), bandwidth: bandwidth(0) };
	const rest = pictures.map(({ name, width, height, kilobits }) => ({
		name,
		width,
		height,
		bytes: bytes(`${name}.mp4`),
		bandwidth: bandwidth(kilobits)
	}));
	return {
		url: `${at}whole.mp4`,
		bytes: bytes('whole.mp4'),
		hlsUrl: `${at}master.m3u8`,
		audioUrl: `${at}audio.m3u8`,
		posterUrl: `${at}poster.jpg`,
		thumbnails: { url: `${at}thumbnails.jpg`, everyMs: 5000, columns: 5, count: 21, width: 160, height: 90 },
		renditions: [sound, ...rest]
	};
}

/** byFilm serves a film beside the program, from the same origin. */
export function byFilm(film: () => Film): (baseURL: string) => Promise<Front> {
	return async (baseURL) => {
		const server = createServer((incoming, outgoing) => {
			const path = new URL(incoming.url ?? '/', baseURL).pathname;
			if (path.startsWith(at)) serve(join(film().folder, path.slice(at.length)), incoming, outgoing);
			else pass(baseURL, incoming, outgoing);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return {
			baseURL: `http://localhost:${(server.address() as AddressInfo).port}`,
			async close() {
				server.closeAllConnections();
				await new Promise<void>((resolve) => server.close(() => resolve()));
			}
		};
	};
}

function pass(baseURL: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
	const options = { method: incoming.method ?? 'GET', headers: incoming.headers };
	const onward = request(new URL(incoming.url ?? '/', baseURL), options, (answer) => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(outgoing);
	});
	onward.on('error', () => outgoing.destroy());
	incoming.pipe(onward);
}

const types: Record<string, string> = {
	m3u8: 'application/vnd.apple.mpegurl',
	mp4: 'video/mp4',
	jpg: 'image/jpeg'
};

function serve(file: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
	const bytes = readFileSync(file);
	const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
	const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(incoming.headers.range ?? '') ?? [];
	const headers = { 'Content-Type': type, 'Accept-Ranges': 'bytes', 'Cache-Control': 'no-store' };
	if (from === undefined) {
		outgoing.writeHead(200, { ...headers, 'Content-Length': bytes.length }).end(bytes);
		return;
	}
	const last = Math.min(to ? Number(to) : Infinity, bytes.length - 1);
	const part = bytes.subarray(Number(from), last + 1);
	outgoing
		.writeHead(206, {
			...headers,
			'Content-Length': part.length,
			'Content-Range': `bytes ${from}-${last}/${bytes.length}`
		})
		.end(part);
}

/** changeVideo changes what lessons say of their video, on this page. */
export async function changeVideo(page: Page, change: Record<string, unknown>): Promise<void> {
	await page.route(/\/api\/v1\/enrollments\/[^/]+\/lessons\/[^/]+$/, async (route) => {
		const answer = await route.fetch();
		const lesson = await answer.json();
		if (lesson.video) Object.assign(lesson.video, change);
		await route.fulfill({ response: answer, json: lesson });
	});
}
