// What Vite built: which files a page loads, read from its manifest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const client = join(root, '.svelte-kit/output/client');
export const manifest = JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8'));
const generated = '.svelte-kit/generated/client-optimized';
const app = readFileSync(join(root, generated, 'app.js'), 'utf8');
const nodeCount = app.match(/import\('\.\/nodes\/\d+'\)/g).length;

/** nodeOf finds the generated node whose component is this source file. */
export function nodeOf(source) {
	for (let index = 0; index < nodeCount; index++) {
		const node = `${generated}/nodes/${index}.js`;
		if (readFileSync(join(root, node), 'utf8').includes(`/src/routes/${source}"`)) return node;
	}
	throw new Error(`no route ${source} in the build; update tools/`);
}

function entryOf(ending) {
	const key = Object.keys(manifest).find((name) => name.endsWith(ending));
	if (!key) throw new Error(`${ending} is not in the manifest`);
	return key;
}

/** The two entries that every page starts from. */
export const entry = entryOf('client/entry.js');
export const router = entryOf('client-optimized/app.js');

/** collect adds a chunk with all its static imports and style sheets. */
export function collect(key, into) {
	const chunk = manifest[key];
	if (into.js.has(chunk.file)) return;
	into.js.add(chunk.file);
	for (const file of chunk.css ?? []) into.css.add(file);
	for (const next of chunk.imports ?? []) collect(next, into);
}

/** filesOf collects what a page loads cold: the entries, then these sources of routes. */
export function filesOf(sources) {
	const loaded = { js: new Set(), css: new Set() };
	for (const key of [entry, router, ...sources.map(nodeOf)]) collect(key, loaded);
	return loaded;
}

/** keptFiles is what the roll call needs where there is no line: itself, the form to sign in, the page for
 * errors, and the parts that these fetch later. The entry of the build comes first. */
export function keptFiles() {
	const kept = filesOf([
		'+layout.svelte',
		'+error.svelte',
		'(learn)/+layout.svelte',
		'(learn)/lop-tap-huan/[id]/diem-danh/[sessionId]/+page.svelte',
		'(public)/dang-nhap/+page.svelte'
	]);
	const chunks = Object.values(manifest).filter(
		({ file }) => kept.js.has(file) && file !== manifest[router].file
	);
	for (const later of chunks.flatMap(({ dynamicImports = [] }) => dynamicImports)) collect(later, kept);
	return [...kept.js, ...kept.css];
}
