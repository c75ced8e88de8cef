import { fold } from '$lib/i18n/fold';
import type { Cue } from './cues';

/** Chapter is a part of a video that has a heading in its transcript. */
export interface Chapter {
	title: string;
	fromMs: number;
}

interface Section {
	title: string;
	/** opening is the first block under the heading. */
	opening: string;
	text: string;
}

/**
 * chaptersOf finds the moment of each heading of a transcript: the one written right after it, as in
 * "On screen (0:12):", else that of the first cue whose words stand under it. Chapters only go forward; a heading
 * without a moment is none.
 */
export function chaptersOf(transcriptHtml: string, cues: Cue[], durationMs: number): Chapter[] {
	const chapters: Chapter[] = [];
	for (const section of sectionsOf(transcriptHtml)) {
		const afterMs = chapters.at(-1)?.fromMs ?? -1;
		const fromMs = writtenIn(section.opening) ?? spokenIn(section.text, cues, afterMs);
		if (fromMs !== undefined && fromMs > afterMs && fromMs < durationMs)
			chapters.push({ title: section.title, fromMs });
	}
	return chapters;
}

function sectionsOf(html: string): Section[] {
	const page = new DOMParser().parseFromString(html, 'text/html');
	return [...page.querySelectorAll('h2, h3')].map((heading) => {
		const blocks: string[] = [];
		for (let at = heading.nextElementSibling; at && !at.matches('h2, h3'); at = at.nextElementSibling)
			blocks.push(at.textContent ?? '');
		return { title: heading.textContent?.trim() ?? '', opening: blocks[0] ?? '', text: blocks.join(' ') };
	});
}

/** writtenIn reads the moment that stands among the first words. */
function writtenIn(opening: string): number | undefined {
	const [, hours = 0, minutes, seconds] =
		/\((?:(\d{1,2}):)?(\d{1,3}):(\d{2})\)/.exec(opening.slice(0, 60)) ?? [];
	return minutes ? ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 : undefined;
}

const plain = (text: string) =>
	fold(text)
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

function spokenIn(text: string, cues: Cue[], afterMs: number): number | undefined {
	const words = ` ${plain(text)} `;
	const isThere = (cue: Cue) => {
		const said = plain(cue.text);
		return said.includes(' ') && words.includes(` ${said} `); // one word alone stands anywhere
	};
	return cues.find((cue) => cue.fromMs > afterMs && isThere(cue))?.fromMs;
}
