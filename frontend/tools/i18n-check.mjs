// Fails when a message misses a language, differs in its placeholders, is unused, or when code asks for one that does not exist.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (locale) => JSON.parse(readFileSync(join(root, `messages/${locale}.json`), 'utf8'));
const [vi, en] = [read('vi'), read('en')];
const keysOf = (messages) => Object.keys(messages).filter((key) => key !== '$schema');
const holes = (text) =>
	[...text.matchAll(/\{(\w+)\}/g)]
		.map((hit) => hit[1])
		.sort()
		.join(',');

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
for (const key of keysOf(en)) if (!(key in vi)) faults.push(`vi.json: "${key}" is missing`);
for (const key of used) if (!(key in vi)) faults.push(`code uses m.${key}, which vi.json does not have`);

for (const fault of faults) console.error(fault);
console.log(`messages: ${keysOf(vi).length} keys, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
