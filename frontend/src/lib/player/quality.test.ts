import { describe, expect, it } from 'vitest';
import type { Rendition, Video } from '$lib/api/wire';
import { lineOf } from './line';
import { filePlan, planOf, pictures, variantOf, type Wish } from './quality';

const rendition = (name: Rendition['name'], width: number, height: number, bytes: number): Rendition => ({
	name,
	width,
	height,
	bytes,
	bandwidth: 1
});
const video = {
	url: '/media/a',
	bytes: 30_000_000,
	hlsUrl: '/media/a/master.m3u8',
	audioUrl: '/media/a/audio.m3u8',
	renditions: [
		rendition('audio', 0, 0, 3_000_000),
		rendition('240p', 426, 240, 6_000_000),
		rendition('360p', 640, 360, 12_000_000),
		rendition('720p', 1280, 720, 40_000_000)
	]
} as Video;
const wish: Wish = { quality: 'auto', saver: false, pixels: 700 };
const plan = (changed: Partial<Wish>) => {
	const { kind, quality, bytes, top } = planOf(video, { ...wish, ...changed });
	return [kind, quality, bytes / 1_000_000, top?.name];
};

describe('planOf', () => {
	it('goes by the line up to what the screen has pixels for', () => {
		expect(plan({})).toEqual(['stream', 'auto', 40, '720p']);
		expect(plan({ pixels: 640 })).toEqual(['stream', 'auto', 12, '360p']);
		expect(plan({ pixels: 3000 })).toEqual(['stream', 'auto', 40, '720p']);
	});

	it('plays what was chosen, or the next smaller that there is', () => {
		expect(plan({ quality: '240p' })).toEqual(['stream', '240p', 6, '240p']);
		expect(plan({ quality: '480p' })).toEqual(['stream', '360p', 12, '360p']);
		expect(plan({ quality: 'audio' })).toEqual(['sound', 'audio', 3, undefined]);
	});

	it('never plays more than 360p with the data saver', () => {
		expect(plan({ saver: true })).toEqual(['stream', 'auto', 12, '360p']);
		expect(plan({ saver: true, quality: '720p' })).toEqual(['stream', '360p', 12, '360p']);
		expect(pictures(video, true).map(({ name }) => name)).toEqual(['240p', '360p']);
	});

	it('plays the whole file where nothing was made of it', () => {
		const bare = { ...video, hlsUrl: undefined, audioUrl: undefined, renditions: [] };
		expect(planOf(bare, { ...wish, quality: 'audio', saver: true })).toEqual(filePlan(bare));
	});
});

it('finds the playlist of one picture, whatever stands before its address', () => {
	const master = [
		'#EXTM3U',
		'#EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=426x240,CODECS="avc1.42c01e"',
		'240p.m3u8?s=1',
		'#EXT-X-STREAM-INF:BANDWIDTH=600000,RESOLUTION=640x360',
		'',
		'#EXT-X-NOTE',
		'/else/360p.m3u8'
	].join('\r\n');
	const found = (index: number) =>
		variantOf(master, 'https://host/media/a/master.m3u8', video.renditions[index]!);
	expect(found(1)).toBe('https://host/media/a/240p.m3u8?s=1');
	expect(found(2)).toBe('https://host/else/360p.m3u8');
	expect(found(3)).toBeUndefined();
});

it.each([
	['wifi', 'wifi'],
	['ethernet', 'wifi'],
	['cellular', 'cellular'],
	['bluetooth', 'unknown'],
	[undefined, 'unknown']
])('takes a line of type %s for %s', (type, line) => expect(lineOf(type)).toBe(line));
