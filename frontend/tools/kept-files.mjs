// Writes the files that the roll call needs into the service worker that was built.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptFiles, root } from './manifest.mjs';

const worker = join(root, 'build/service-worker.js');
const built = readFileSync(worker, 'utf8');
const [before, after, ...more] = built.split('__ROLL_CALL_FILES__');
if (after === undefined || more.length)
	throw new Error('service-worker.js must name __ROLL_CALL_FILES__ once');
const files = keptFiles().map((file) => `/${file}`);
writeFileSync(worker, before + JSON.stringify(files) + after);
console.log(`the roll call keeps ${files.length} files`);
