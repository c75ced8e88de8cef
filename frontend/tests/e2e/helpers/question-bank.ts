import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { parse } from 'yaml';
import type { Question } from '../../../src/lib/api/wire';
import { fieldsOf } from './answers';

const course = fileURLToPath(new URL('../../../../courses/an1/', import.meta.url));

/** Type is a type that the program marks by itself; nobody points at an image here. */
type Type = Exclude<Question['type'], 'hotspot' | 'essay' | 'file_upload'>;

/** Written is the key of what is typed: a number, or texts of which one is enough. */
interface Written {
	value: string;
	accepted?: { vi: string[] };
}

interface Formula {
	formula: string;
	decimals: number;
}

/** Asked is a question of a package, or a part of a case study. Options count from 0 in an answer. */
interface Asked {
	type: Type;
	vi: {
		stem: string;
		options?: { text: string }[];
		prompts?: { text: string }[];
		gaps?: { options?: string[] }[];
	};
	answer: number | boolean | (number | Written)[] | Written | Formula;
	parts?: Asked[];
}

/** Values are those of the variables in the stem of a formula, as they are on screen. */
type Values = Record<string, string>;

/** The questions of the tests, and those in the videos. */
const questions: Asked[] = ['questions', 'media'].flatMap((folder) =>
	readdirSync(course + folder)
		.filter((name) => folder === 'questions' || name.endsWith('.questions.yaml'))
		.flatMap((name) => parse(readFileSync(`${course}${folder}/${name}`, 'utf8')))
);

/** answerRightly answers the question on screen as a person does who knows the course, and gives its type. */
export async function answerRightly(card: Locator): Promise<Type> {
	await fieldsOf(card).first().waitFor();
	const { question, values } = find(await card.innerText());
	await ways[question.type](card, question, values);
	return question.type;
}

/** find gives the question with the stem that is on screen. */
function find(shown: string): { question: Asked; values: Values } {
	const seen = plain(shown);
	const found = questions.flatMap((question) => {
		const match = stemOf(question).exec(seen);
		return match ? [{ question, values: { ...match.groups } }] : [];
	});
	if (found.length !== 1) throw new Error(`${found.length} questions of the package match: ${seen}`);
	return found[0]!;
}

/** stemOf matches a stem on screen, where gaps are fields and the variables of a formula have values. */
function stemOf({ vi }: Asked): RegExp {
	const literal = plain(vi.stem).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	const open = literal.replaceAll(/ ?\\\[\\\[\d+\\\]\\\] ?/g, '.*?');
	return new RegExp(open.replaceAll(/\\\{(\w+)\\\}/g, '(?<$1>[-\\d.,]+)'));
}

/** plain is a text of the package as a reader sees it. */
function plain(text: string): string {
	return text
		.replaceAll(/^ *> ?/gm, '')
		.replaceAll(/[`*]/g, '')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

const ways: Record<Type, (card: Locator, question: Asked, values: Values) => Promise<unknown>> = {
	single: (card, { vi, answer }) => choose(card, 'radio', vi.options![answer as number]!.text),
	multiple: async (card, { vi, answer }) => {
		for (const index of answer as number[]) await choose(card, 'checkbox', vi.options![index]!.text);
	},
	true_false: (card, { answer }) => choose(card, 'radio', answer ? 'Đúng' : 'Sai'),
	numeric: (card, { answer }) => card.getByLabel('Đáp số').fill(typed(answer as Written)),
	short_answer: (card, { answer }) => card.getByLabel('Câu trả lời').fill(typed(answer as Written)),
	formula: (card, { answer }, values) => card.getByLabel('Đáp số').fill(computed(answer as Formula, values)),
	matching: pair,
	categorize: pair,
	single_choice_table: async (card, { vi, answer }) => {
		for (const [row, column] of (answer as number[]).entries())
			await choose(card, 'radio', `${vi.prompts![row]!.text} ${vi.options![column]!.text}`);
	},
	ordering: order,
	cloze: fillGaps,
	inline_choice: fillGaps,
	case_study: async (card, { parts }) => {
		for (const [index, part] of parts!.entries()) {
			const name = `Câu ${'abcdefghij'[index]})`;
			await ways[part.type](card.getByRole('region', { name, exact: true }), part, {});
		}
	}
};

function choose(card: Locator, role: 'radio' | 'checkbox', name: string): Promise<void> {
	return card.getByRole(role, { name: plain(name), exact: true }).check();
}

async function pair(card: Locator, { vi, answer }: Asked): Promise<void> {
	for (const [row, option] of (answer as number[]).entries()) {
		const list = card.getByRole('combobox', { name: plain(vi.prompts![row]!.text), exact: true });
		await list.selectOption({ label: plain(vi.options![option]!.text) });
	}
}

/** order takes each item to the top, the last of the package first: there they stand in their order. */
async function order(card: Locator, { vi }: Asked): Promise<void> {
	for (const { text } of [...vi.options!].reverse()) {
		const up = card.getByRole('button', { name: `Đưa lên: ${plain(text)}`, exact: true });
		while (await up.isEnabled()) await up.click();
	}
}

async function fillGaps(card: Locator, { vi, answer }: Asked): Promise<void> {
	for (const [index, key] of (answer as (number | Written)[]).entries()) {
		const name = new RegExp(`^Chỗ trống ${index + 1}( |$)`); // the unit may follow
		if (typeof key === 'number') {
			const label = plain(vi.gaps![index]!.options![key]!);
			await card.getByRole('combobox', { name }).selectOption({ label });
		} else await card.getByRole('textbox', { name }).fill(typed(key));
	}
}

/** typed is what to type; a star stands for any letters, or none. */
function typed({ value, accepted }: Written): string {
	return accepted ? accepted.vi[0]!.replaceAll('*', '') : value.replace('.', ',');
}

/** computed works out a formula. Its signs and functions are those of JavaScript, but for the power, ln and mod. */
function computed({ formula, decimals }: Formula, values: Values): string {
	const names = Object.keys(values);
	const numbers = Object.values(values).map((value) => Number(value.replaceAll('.', '').replace(',', '.')));
	const script = formula.replaceAll('^', '**').replaceAll(/\b(?=[a-z]\w*\()/g, 'Math.');
	const result: number = new Function(...names, `return ${script}`)(...numbers);
	return result.toFixed(decimals).replace('.', ',');
}
