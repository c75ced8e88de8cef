// Weighs what each route loads cold (brotli KiB of JS and CSS, number of requests) and fails over budget.
// Read from Vite's manifest: the entry, the layouts and the page of the route with all their static imports.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { client, collect, filesOf, keptFiles } from './manifest.mjs';

// The limits are those of the design; fonts count where a visitor arrives first and are cached elsewhere.
// The menu and the words for errors come at rest in one file; where a page needs part of it, all of it counts.
// api = calls that the first screen waits for or sends at once (a visitor who arrives is not signed in yet and
// finds a course inside its page).
const arrival = { layouts: [], css: 10, requests: 16, coldFonts: true };
const learner = { layouts: ['(learn)'], css: 12, requests: 18 };
const manager = { layouts: ['(manage)'], js: 110, css: 16, requests: 26 };
const routes = [
	{ ...arrival, name: 'catalogue', page: '(public)', js: 41, api: 1 },
	{ ...arrival, name: 'course', page: '(public)/khoa-hoc/[key]', js: 48, api: 0 },
	{ ...arrival, name: 'sign-in', page: '(public)/dang-nhap', js: 48, api: 1 },
	{ ...learner, name: 'my learning', page: '(learn)/viec-hoc', js: 50, api: 3 },
	{ ...learner, name: 'course learnt', page: '(learn)/viec-hoc/[id]', js: 52.2, api: 3 },
	{ ...learner, name: 'lesson', page: '(learn)/viec-hoc/[id]/bai/[lessonId]', js: 50, api: 3 },
	// The player comes when a lesson has a video, with its captions and the transcript beside it; what plays streams
	// comes when it is asked to play.
	{
		...learner,
		name: 'lesson with video',
		page: '(learn)/viec-hoc/[id]/bai/[lessonId]',
		late: ['src/lib/player/VideoLesson.svelte', 'src/lib/player/FollowTranscript.svelte'],
		js: 61.5,
		requests: 20,
		api: 4
	},
	{ ...learner, name: 'quiz', page: '(learn)/lam-bai/[id]', js: 56.7, api: 3 },
	// The editor comes late; the cards of learners come with the first question that is whole.
	{
		layouts: ['(manage)'],
		name: 'question editor',
		page: '(manage)/ngan-hang/[course]/soan',
		late: ['src/lib/bank/editor/WriteQuestion.svelte'],
		js: 260,
		css: 18,
		requests: 30,
		api: 3
	},
	{ ...manager, name: 'school roster', page: '(manage)/quan-ly/lop', api: 3 },
	{ ...manager, name: 'figures', page: '(manage)/quan-ly/so-lieu', api: 5 },
	{ ...manager, name: 'report', page: '(manage)/quan-ly/bao-cao', api: 4 }
];
const fontBudget = 65;
// What a phone keeps to open the roll call without a line; most of it is in the browser's cache by then.
const keptBudget = { kib: 120, files: 24 };

const weights = new Map();
function kib(files) {
	let bytes = 0;
	for (const file of files) {
		if (!weights.has(file)) weights.set(file, brotliCompressSync(readFileSync(join(client, file))).length);
		bytes += weights.get(file);
	}
	return bytes / 1024;
}

const fonts = readdirSync(join(client, '_app/immutable/assets')).filter((name) => name.endsWith('.woff2'));
const fontKib =
	fonts.reduce((sum, name) => sum + statSync(join(client, '_app/immutable/assets', name)).size, 0) / 1024;

let over = 0;
const cell = (value, limit) => {
	if (value > limit) over++;
	return `${value.toFixed(value < 100 && value % 1 ? 1 : 0)}/${limit}${value > limit ? ' OVER' : ''}`;
};

console.log(['route', 'js KiB', 'css KiB', 'requests'].join('\t'));
for (const route of routes) {
	const loaded = filesOf([
		'+layout.svelte',
		...route.layouts.map((name) => `${name}/+layout.svelte`),
		`${route.page}/+page.svelte`
	]);
	for (const part of route.late ?? []) collect(part, loaded);
	const requests = 1 + loaded.js.size + loaded.css.size + (route.coldFonts ? fonts.length : 0) + route.api;
	console.log(
		[
			route.name,
			cell(kib(loaded.js), route.js),
			cell(kib(loaded.css), route.css),
			cell(requests, route.requests)
		].join('\t')
	);
}
console.log(`fonts\t${cell(Math.round(fontKib), fontBudget)}`);
const kept = keptFiles();
console.log(`kept roll call\t${cell(kib(kept), keptBudget.kib)}\t\t${cell(kept.length, keptBudget.files)}`);
console.log(over ? `${over} over budget` : 'within budget');
process.exitCode = over ? 1 : 0;
