// Opens the roll call where there is no line. It is registered by that page alone ($lib/offline/shell) and rules
// over the addresses of training classes; it keeps files of the build, which hold no personal data, and answers
// nothing else: no call of the API, no media, no other page. Lists and marks stand in IndexedDB ($lib/offline/idb).
// What is kept later for other pages has a cache with a name of its own: activate forgets only those named here.
import { version } from '$service-worker';
import { within } from './lib/offline/within';

declare const self: ServiceWorkerGlobalScope;
/** The files that the roll call needs, the entry of the build first; tools/kept-files.mjs writes them in. */
declare const __ROLL_CALL_FILES__: string[];

const files = __ROLL_CALL_FILES__;
const shell = '/200.html';
const prefix = 'roll-call-';
const name = prefix + version;
const rollCall = /^\/lop-tap-huan\/[^/]+\/diem-danh\/[^/]+$/;

self.addEventListener('install', (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(forgetOlder().then(() => self.clients.claim())));

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== self.location.origin) return;
	if (request.mode === 'navigate' && rollCall.test(pathname)) event.respondWith(open(request));
	else if (files.includes(pathname)) event.respondWith(find(request));
});

/** keep puts one whole build into its cache, or nothing: a shell of another build would ask for other files. */
async function keep(): Promise<void> {
	const page = await fetch(shell, { cache: 'no-cache' });
	const text = await page.clone().text();
	if (!page.ok || !text.includes(files[0]!)) throw new Error('the shell is of another build');
	const cache = await caches.open(name);
	await cache.addAll(files);
	await cache.put(shell, page);
}

async function forgetOlder(): Promise<void> {
	const older = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
	await Promise.all(older.map((key) => caches.delete(key)));
}

/** open asks the server, so that a reader on the line has its newest build; without an answer in time, the kept one. */
async function open(request: Request): Promise<Response> {
	const answer = fetch(request);
	try {
		return await within(answer);
	} catch {
		return (await kept(shell)) ?? answer;
	}
}

/** find gives a file whose name holds its hash from the cache first. */
async function find(request: Request): Promise<Response> {
	return (await kept(request)) ?? fetch(request);
}

async function kept(wanted: RequestInfo): Promise<Response | undefined> {
	return (await caches.open(name)).match(wanted, { ignoreVary: true });
}
