// Builds what verifies certificates apart from the application: the script of the verification page, and the page that
// works from a file without any network. Both are small, old browsers' and without frameworks.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** bundle makes one script without imports. */
async function bundle(entry) {
	const [{ output }] = await build({
		configFile: false,
		logLevel: 'warn',
		build: {
			write: false,
			target: ['chrome109', 'firefox115', 'safari15.4'],
			minify: 'terser',
			lib: { entry: path(entry), formats: ['iife'], name: 'verify' }
		}
	}).then((built) => [built].flat());
	return output[0].code;
}

/** inside puts text where its mark stands once; a script must not end the element around it. */
function inside(page, mark, text) {
	const parts = page.split(mark);
	if (parts.length !== 2 || text.includes('</script')) throw new Error(`the page must name ${mark} once`);
	return parts.join(text);
}

await writeFile(path('build/xac-minh.js'), await bundle('src/verify/online.ts'));
let page = await readFile(path('src/verify/offline.html'), 'utf8');
page = inside(page, '/* STYLE */', (await readFile(path('src/verify/offline.css'), 'utf8')).trim());
page = inside(page, '/* SCRIPT */', (await bundle('src/verify/offline.ts')).trim());
// Not called .html: the server sends it with a policy and keys of its own.
await writeFile(path('build/xac-minh-ngoai-tuyen.page'), page);
console.log(`offline verifier: ${Math.round(page.length / 1024)} KiB`);
