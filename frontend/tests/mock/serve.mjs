// Serves the built application with a small invented API, for looking at screens and for component-level stories.
// The policy header is made the way the Go server makes it: every inline script of a page is hashed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer } from './api.mjs';

const build = fileURLToPath(new URL('../../build/', import.meta.url));
const types = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
	'.woff2': 'font/woff2',
	'.webmanifest': 'application/manifest+json',
	'.txt': 'text/plain; charset=utf-8'
};

export function policy(html) {
	const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
		([, code]) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`
	);
	return [
		"default-src 'none'",
		`script-src 'self' ${inline.join(' ')}`,
		"style-src 'self'",
		"style-src-attr 'unsafe-hashes' 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='",
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"media-src 'self' blob:",
		"manifest-src 'self'",
		"worker-src 'self'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"base-uri 'none'"
	].join('; ');
}

function fileFor(path) {
	for (const name of [path, `${path}.html`, `${path}/index.html`]) {
		const file = normalize(join(build, name));
		if (file.startsWith(build) && existsSync(file) && statSync(file).isFile()) return file;
	}
	return join(build, '200.html');
}

function sendFile(request, response, path) {
	const file = fileFor(path);
	const type = types[extname(file)] ?? 'application/octet-stream';
	const headers = { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' };
	if (type.startsWith('text/html')) headers['Content-Security-Policy'] = policy(readFileSync(file, 'utf8'));
	const brotli = request.headers['accept-encoding']?.includes('br') && existsSync(`${file}.br`);
	if (brotli) headers['Content-Encoding'] = 'br';
	response.writeHead(200, headers).end(readFileSync(brotli ? `${file}.br` : file));
}

async function bodyOf(request) {
	const parts = [];
	for await (const part of request) parts.push(part);
	const text = Buffer.concat(parts).toString();
	return request.headers['content-type']?.includes('json') && text ? JSON.parse(text) : text;
}

export function mockServer() {
	return createServer(async (request, response) => {
		const url = new URL(request.url, 'http://localhost');
		if (!url.pathname.startsWith('/api/v1/')) return sendFile(request, response, decodeURI(url.pathname));
		const {
			status = 200,
			body,
			type
		} = answer({
			method: request.method,
			path: url.pathname.slice('/api/v1'.length),
			query: url.searchParams,
			body: await bodyOf(request)
		});
		const json = status >= 400 ? 'application/problem+json' : 'application/json';
		response.writeHead(status, { 'Content-Type': type ?? json });
		response.end(type || body === undefined ? body : JSON.stringify(body));
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const port = Number(process.env.PORT ?? 4173);
	mockServer().listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}`));
}
