// Fails when a message misses a language, differs in its placeholders, is unused, or when code asks for one that does
// not exist; and when an English message counts in the plural only, so that it would say "1 days".
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (locale) => JSON.parse(readFileSync(join(root, `messages/${locale}.json`), 'utf8'));
const [vi, en] = [read('vi'), read('en')];
const keysOf = (messages) => Object.keys(messages).filter((key) => key !== '$schema');

// A message is one text, or variants: [when, text] of each, where when says "count=1" or "count=*".
const variantsOf = (message) =>
	typeof message === 'string' ? [['', message]] : Object.entries(message[0].match);
const holes = (message) =>
	[
		...new Set(
			variantsOf(message).flatMap(([, text]) => [...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]))
		)
	]
		.sort()
		.join(',');

// A count is known by the plural that follows it: "{count} days", "{count} good rows", "{count} people". What has no
// plural noun behind it ("{count} left") reads right for one; a plural or a verb that stands elsewhere is not found.
const plural = '(?:[a-z]+s|people|children)';
const counted = new RegExp(`\\{(\\w+)\\} (?:[a-z]+ )?${plural}\\b`, 'g');
const singular = /\} (?:[a-z]+ )?(?:[a-z]*ss|is|was|has|does|this|its|always)\b/;
const pluralsIn = (text) =>
	[...text.matchAll(counted)].filter((hit) => !singular.test(hit[0])).map((hit) => hit[1]);

// Never one: shares and marks with a decimal, and bounds that the program sets.
const neverOne = new Set([
	'result_score.mark',
	'report_points.value',
	'target_points.value',
	'people_count_more.count',
	'people_count_many.count',
	'rosters_token_days_option.days',
	'target_for_all.count',
	'captions_problem_too_fast.max',
	'captions_problem_fast.max',
	'captions_problem_many_lines.max',
	'captions_problem_long_line.max'
]);

function pluralFaults(key) {
	const variants = variantsOf(en[key]);
	const fault = (hole) => `en.json: "${key}" counts {${hole}} and needs variants "${hole}=1" and "${hole}=*"`;
	const wrong = (when, text, hole) =>
		when.includes(`${hole}=1`)
			? new RegExp(`\\{${hole}\\} ${plural}\\b`).test(text)
			: !variants.some(([other]) => other.includes(`${hole}=1`));
	return variants.flatMap(([when, text]) =>
		pluralsIn(text)
			.filter((hole) => !neverOne.has(`${key}.${hole}`) && wrong(when, text, hole))
			.map(fault)
	);
}

function sources(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.name === 'paraglide') return [];
		if (entry.isDirectory()) return sources(path);
		return /\.(svelte|ts)$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
	});
}

const code = sources(join(root, 'src')).join('\n');
const used = new Set([...code.matchAll(/\bm\.([a-z][A-Za-z0-9_]*)/g)].map((hit) => hit[1]));
const faults = [];
for (const key of keysOf(vi)) {
	if (!(key in en)) faults.push(`en.json: "${key}" is missing`);
	else if (holes(vi[key]) !== holes(en[key])) faults.push(`"${key}": placeholders differ`);
	if (!used.has(key)) faults.push(`vi.json: "${key}" is not used`);
}
for (const key of keysOf(en)) {
	if (!(key in vi)) faults.push(`vi.json: "${key}" is missing`);
	faults.push(...pluralFaults(key));
}
for (const key of used) if (!(key in vi)) faults.push(`code uses m.${key}, which vi.json does not have`);
for (const name of neverOne) {
	const [key, hole] = name.split('.');
	if (!(key in en) || !pluralsIn(variantsOf(en[key])[0][1]).includes(hole))
		faults.push(`neverOne names ${name}, which counts nothing`);
}

for (const fault of faults) console.error(fault);
console.log(`messages: ${keysOf(vi).length} keys, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
