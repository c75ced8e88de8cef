import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { parse } from 'yaml';

const course = fileURLToPath(new URL('../../../../courses/an1/', import.meta.url));

interface Question {
	id: string;
	type: 'single' | 'multiple' | 'true_false' | 'numeric' | 'short_answer';
	vi: { stem: string; options?: { text: string }[] };
	answer: number | number[] | boolean | { value: string } | { accepted: { vi: string[] } };
}

/** The questions of the tests, and those in the videos. */
const questions: Question[] = ['questions', 'media'].flatMap((folder) =>
	readdirSync(course + folder)
		.filter((name) => folder === 'questions' || name.endsWith('.questions.yaml'))
		.flatMap((name) => parse(readFileSync(`${course}${folder}/${name}`, 'utf8')))
);

/** plain is a text of the package as a reader sees it. */
function plain(text: string): string {
	return text
		.replaceAll(/^ *> ?/gm, '')
		.replaceAll(/[`*]/g, '')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

/** find gives the question with the stem that is on screen. */
function find(shown: string): Question {
	const seen = plain(shown);
	const found = questions.filter((question) => seen.includes(plain(question.vi.stem)));
	if (found.length !== 1) throw new Error(`${found.length} questions of the package match: ${seen}`);
	return found[0]!;
}

/** answerRightly answers the question on screen as a person does who knows the course, and gives its type. */
export async function answerRightly(card: Locator): Promise<Question['type']> {
	const { type, vi, answer } = find(await card.innerText());
	const choose = (role: 'radio' | 'checkbox', name: string) =>
		card.getByRole(role, { name: plain(name), exact: true }).check();
	// Options count from 0 in a package.
	const option = (index: number) => vi.options![index]!.text;

	if (typeof answer === 'boolean') await choose('radio', answer ? 'Đúng' : 'Sai');
	else if (typeof answer === 'number') await choose('radio', option(answer));
	else if (Array.isArray(answer)) for (const index of answer) await choose('checkbox', option(index));
	else if ('value' in answer) await card.getByLabel('Đáp số').fill(answer.value.replace('.', ','));
	else await card.getByLabel('Câu trả lời').fill(answer.accepted.vi[0]!);
	return type;
}
