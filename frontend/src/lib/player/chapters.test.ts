// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { chaptersOf } from './chapters';

const cue = (fromMs: number, text: string) => ({ fromMs, toMs: fromMs + 1000, text });
const cues = [
	cue(400, 'Bác Sáu đã nghỉ hưu.'),
	cue(11_000, 'Ứng dụng thật nằm trong'),
	cue(13_000, 'kho có sẵn.'),
	cue(22_000, 'Tệp có đuôi APK'),
	cue(33_000, 'Hết.')
];
const at = (html: string, given = cues) =>
	chaptersOf(html, given, 60_000).map(({ title, fromMs }) => [title, fromMs]);

describe('chaptersOf', () => {
	it('takes the moment that is written after the heading', () => {
		const html =
			'<p>Mở đầu (1:43).</p><h2>1. Một</h2><p><strong>Trên hình (0:00):</strong> Khung.</p>' +
			'<h2>2. Hai</h2><p><strong>Trên hình (0:12):</strong> Trang.</p><p>Nói (0:50).</p>';
		expect(at(html, [])).toEqual([
			['1. Một', 0],
			['2. Hai', 12_000]
		]);
	});

	it('else finds the first cue whose words stand under the heading, whatever the accents and the points', () => {
		const html =
			'<h3>Đầu</h3><p>Trên hình: một người.</p><p>Lời đọc: BÁC SÁU, đã nghỉ hưu – thật.</p>' +
			'<h3>Kho</h3><ul><li>ung dung that “nằm trong” kho có sẵn</li></ul>';
		expect(at(html)).toEqual([
			['Đầu', 400],
			['Kho', 11_000]
		]);
	});

	it('leaves out what has no moment, what goes back and what lies beyond the end', () => {
		const html =
			'<h2>A</h2><p>(0:20) x</p><h2>B</h2><p>(0:10) goes back</p><h2>C</h2><p>Bác Sáu đã nghỉ hưu.</p>' +
			'<h2>D</h2><p>Hết.</p><h2>E</h2><p>Tệp có đuôi APK</p><h2>F</h2><p>(1:10) beyond</p><h2>G</h2>';
		expect(at(html)).toEqual([
			['A', 20_000],
			['E', 22_000]
		]);
	});

	it('reads hours and is quiet about a transcript without headings', () => {
		expect(chaptersOf('<h2>A</h2><p>(1:02:03)</p>', [], 9_000_000)).toEqual([
			{ title: 'A', fromMs: 3_723_000 }
		]);
		expect(at('<p>Không có đề mục.</p>')).toEqual([]);
	});
});
