import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	interface ProvidedContext {
		baseURL: string;
	}
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const patienceMs = 180_000;

interface Server {
	baseURL: string;
	stop: () => Promise<void>;
}

/** The global setup of the stories: one server for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const server = await startServer();
	project.provide('baseURL', server.baseURL);
	return server.stop;
}

/** startServer runs ../bin/taphuan with a fresh demonstration database, or uses the server at E2E_BASE_URL. */
async function startServer(): Promise<Server> {
	const given = process.env.E2E_BASE_URL;
	if (given) return { baseURL: given, stop: async () => {} };

	const program = process.env.E2E_PROGRAM ?? join(root, 'bin/taphuan');
	if (!existsSync(program)) throw new Error(`${program} is missing: run \`make build\` first`);
	const port = await freePort();
	const data = mkdtempSync(join(tmpdir(), 'taphuan-e2e-'));
	// Started by root, PostgreSQL runs as another account and must be able to pass through.
	chmodSync(data, 0o711);
	const output: string[] = [];
	const child = spawn(program, ['run'], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env,
			ADDR: `localhost:${port}`,
			DATA_DIR: data,
			DATABASE_URL: '',
			SHUTDOWN_TIMEOUT: '5s'
		}
	});
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => output.push(String(part)));

	const baseURL = `http://localhost:${port}`;
	await untilReady(baseURL, child, output).catch((error) => {
		rmSync(data, { recursive: true, force: true });
		throw error;
	});
	return { baseURL, stop: () => stop(child, data) };
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))
			);
		});
	});
}

async function untilReady(baseURL: string, child: ChildProcess, output: string[]): Promise<void> {
	const until = Date.now() + patienceMs;
	while (Date.now() < until) {
		if (child.exitCode !== null)
			throw new Error(`the server ended with ${child.exitCode}:\n${output.join('')}`);
		const ready = await fetch(`${baseURL}/readyz`).catch(() => undefined);
		if (ready?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	child.kill('SIGKILL');
	throw new Error(`the server was not ready in ${patienceMs / 1000} s:\n${output.join('')}`);
}

async function stop(child: ChildProcess, data: string): Promise<void> {
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGINT');
	await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 30_000))]);
	if (child.exitCode === null) child.kill('SIGKILL');
	// The database may still hold the other end of these pipes for a moment; nobody reads them any more.
	child.stdout?.destroy();
	child.stderr?.destroy();
	rmSync(data, { recursive: true, force: true });
}
