import { execFileSync } from 'node:child_process';
import { request, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Front is where a browser reaches the program. */
export interface Front {
	baseURL: string;
	close: () => Promise<void>;
}

/** plainly leaves the program where it is. */
export async function plainly(baseURL: string): Promise<Front> {
	return { baseURL, close: async () => {} };
}

/**
 * byTLS puts a TLS proxy before the program, as in service. Old browsers keep its `__Host-` cookies
 * only there: they trust localhost less than new ones.
 */
export async function byTLS(baseURL: string): Promise<Front> {
	const server = createServer(certificate(), (incoming, outgoing) => {
		const onward = request(
			new URL(incoming.url ?? '/', baseURL),
			{ method: incoming.method ?? 'GET', headers: incoming.headers },
			(answer: IncomingMessage) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			}
		);
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { baseURL: `https://localhost:${(server.address() as AddressInfo).port}`, close };
}

function certificate(): { key: Buffer; cert: Buffer } {
	const folder = mkdtempSync(join(tmpdir(), 'taphuan-tls-'));
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	const named = ['-subj', '/CN=localhost', '-days', '2'];
	execFileSync('openssl', ['req', '-x509', ...curve, ...named, '-keyout', key, '-out', cert], {
		stdio: 'pipe'
	});
	const pair = { key: readFileSync(key), cert: readFileSync(cert) };
	rmSync(folder, { recursive: true });
	return pair;
}
