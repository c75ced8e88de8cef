// Writes a .br and a .gz beside each compressible file of build/, so that the server never compresses.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const build = fileURLToPath(new URL('../build/', import.meta.url));
const compressible = /\.(html|js|css|json|svg|webmanifest|txt)$/;
const smallest = 512;
const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

async function* filesIn(folder) {
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* filesIn(path);
		else yield path;
	}
}

async function precompress(path) {
	const content = await readFile(path);
	const [br, zipped] = await Promise.all([
		brotli(content, {
			params: {
				[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
				[constants.BROTLI_PARAM_SIZE_HINT]: content.length
			}
		}),
		gz(content, { level: 9 })
	]);
	await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, zipped)]);
	return [content.length, br.length];
}

let files = 0;
let before = 0;
let after = 0;
for await (const path of filesIn(build)) {
	if (!compressible.test(path) || (await stat(path)).size < smallest) continue;
	const [raw, small] = await precompress(path);
	files++;
	before += raw;
	after += small;
}

// The folder is embedded by Go, so it must hold a file even before the first build; git keeps this one.
await writeFile(
	join(build, 'placeholder.txt'),
	'The web application has not been built yet: run `make build` (or `npm run build` in frontend/).\n'
);
console.log(
	`precompressed ${files} files: ${Math.round(before / 1024)} KiB -> ${Math.round(after / 1024)} KiB br`
);
