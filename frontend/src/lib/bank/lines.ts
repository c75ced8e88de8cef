import type { BankVersion, QuestionReview, ResultItem } from '$lib/api/wire';
import { letter } from '$lib/attempt/question/letter';
import { score } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { plainText } from '$lib/ui/plain-text';

/** Line is one thing that a version of a question says, as plain text under a name. */
export interface Line {
	name: string;
	text: string;
}

/** linesOf tells what a version says, line by line, in the order of the screen. */
export function linesOf(version: BankVersion, topic: string): Line[] {
	const lines: Line[] = [
		{ name: m.bank_topic(), text: topic },
		{ name: m.bank_difficulty(), text: String(version.difficulty) },
		{ name: m.bank_points(), text: score(version.review.maxPoints) },
		...itemLines(version.review, '')
	];
	if (version.reviewEn) lines.push(...itemLines(version.reviewEn, ' (English)'));
	return lines.filter(({ text }) => text);
}

function itemLines(item: ResultItem, mark: string): Line[] {
	const parts = (item.parts ?? []).flatMap((part, index) =>
		reviewLines(part, ` ${letter(index).toLowerCase()}${mark}`)
	);
	return [...reviewLines(item, mark), ...parts];
}

function reviewLines(review: QuestionReview, mark: string): Line[] {
	const named = (name: string, html: string): Line => ({ name: name + mark, text: plainText(html) });
	const lines = [named(m.bank_stem(), review.stemHtml)];
	for (const option of review.options ?? []) {
		const name = m.bank_option({ letter: letter(option.index) });
		const key = option.correct ? ` (${m.result_key()})` : '';
		lines.push({ name: name + mark, text: plainText(option.html) + key });
		lines.push(named(`${name}: ${m.bank_explain()}`, option.explainHtml));
	}
	for (const row of review.rows ?? []) {
		lines.push({ name: plainText(row.labelHtml) + mark, text: plainText(row.correctHtml) });
		lines.push(named(`${plainText(row.labelHtml)}: ${m.bank_explain()}`, row.explainHtml));
	}
	for (const region of review.hotspot?.regions ?? []) {
		lines.push({
			name: m.bank_region() + mark,
			text: `${plainText(region.labelHtml)} (${region.coords.join(', ')})`
		});
	}
	if (review.correctText) lines.push({ name: m.result_right_answer() + mark, text: review.correctText });
	lines.push(named(m.bank_explain(), review.explainHtml));
	return lines;
}

/** paired puts the lines of two versions beside one another, by their names. */
export function paired(older: Line[], newer: Line[]): { name: string; old: string; new: string }[] {
	const names = [...new Set([...newer, ...older].map(({ name }) => name))];
	const textOf = (lines: Line[], name: string) => lines.find((line) => line.name === name)?.text ?? '';
	return names
		.map((name) => ({ name, old: textOf(older, name), new: textOf(newer, name) }))
		.filter((line) => line.old !== line.new);
}
