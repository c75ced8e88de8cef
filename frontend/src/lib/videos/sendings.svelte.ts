import type { DetailedError, Upload } from 'tus-js-client';
import { apiBase } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';
import { shortly } from '$lib/api/explain';
import { renewIfStale } from '$lib/api/refresh';
import type { UnfinishedUpload } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { fingerprintOf } from './fingerprint';
import { Speed } from './speed';

// Small enough for any proxy in between, and for what a lost line costs at most to send again.
const chunkSize = 8 * 2 ** 20;
const retryDelays = [0, 1000, 3000, 5000];
const againAfterMs = 10_000;

/** Sending is one file on its way from this page into the library. */
export class Sending {
	state = $state<'queued' | 'sending' | 'offline' | 'paused' | 'failed' | 'done'>('queued');
	sent = $state(0);
	secondsLeft = $state<number>();
	error = $state('');
	/** id names the upload on the server, once it is known there. */
	id = $state('');
	#upload: Upload | undefined;
	#speed = new Speed();
	#again: ReturnType<typeof setTimeout> | undefined;

	constructor(
		readonly file: File,
		private readonly agencyId: string,
		private readonly onend: () => void,
		private readonly unfinished: UnfinishedUpload[] = []
	) {}

	/** start begins, or goes on where it stopped. */
	async start(): Promise<void> {
		clearTimeout(this.#again);
		this.state = 'sending';
		this.error = '';
		this.#speed.forget();
		try {
			this.#upload ??= await this.#make();
		} catch (error) {
			this.#fail(shortly(error));
			return;
		}
		if (this.state === 'sending') this.#upload.start();
	}

	pause(): void {
		clearTimeout(this.#again);
		this.state = 'paused';
		this.secondsLeft = undefined;
		void this.#upload?.abort();
	}

	/** cancel stops and has the server forget what has arrived. */
	async cancel(): Promise<void> {
		this.pause();
		if (this.#upload?.url) await this.#upload.abort(true);
	}

	async #make(): Promise<Upload> {
		const [{ Upload }, fingerprint] = await Promise.all([import('tus-js-client'), fingerprintOf(this.file)]);
		const begun = this.unfinished.find(
			(one) => one.fingerprint === fingerprint && one.bytes === this.file.size && one.state === 'open'
		);
		const endpoint = `${location.origin}${apiBase}/uploads`;
		if (begun) this.id = begun.id;
		const upload: Upload = new Upload(this.file, {
			endpoint,
			uploadUrl: begun ? `${endpoint}/${begun.id}` : null,
			chunkSize,
			retryDelays,
			storeFingerprintForResuming: false,
			metadata: { filename: this.file.name, agencyId: this.agencyId, fingerprint },
			headers: { 'Accept-Language': getLocale() },
			onBeforeRequest: renewIfStale,
			onUploadUrlAvailable: () => (this.id = upload.url?.split('/').at(-1) ?? ''),
			onProgress: (sent) => this.#progress(sent),
			onSuccess: () => this.#done(),
			onError: (error) => this.#stopped(error)
		});
		return upload;
	}

	#progress(sent: number): void {
		this.sent = sent;
		this.#speed.note(sent);
		this.secondsLeft = this.#speed.secondsFor(this.file.size - sent);
	}

	#done(): void {
		this.state = 'done';
		this.sent = this.file.size;
		this.onend();
	}

	/** A lost line, and a server that is away, are waited for; what the server refuses is told. */
	#stopped(error: Error | DetailedError): void {
		const answer = 'originalResponse' in error ? error.originalResponse : null;
		const status = answer?.getStatus() ?? 0;
		if (status >= 400 && status < 500) {
			const refused = new ApiError(problemIn(answer?.getBody() ?? ''), status);
			this.#fail(status === 404 ? m.library_upload_gone() : shortly(refused));
			return;
		}
		this.state = 'offline';
		this.secondsLeft = undefined;
		this.#again = setTimeout(() => this.state === 'offline' && void this.start(), againAfterMs);
	}

	#fail(reason: string): void {
		this.state = 'failed';
		this.secondsLeft = undefined;
		this.error = reason;
		this.onend();
	}

	/** retryNow goes on at once when the line is back. */
	retryNow(): void {
		if (this.state === 'offline') void this.start();
	}
}

function problemIn(body: string): Record<string, string> {
	try {
		return JSON.parse(body);
	} catch {
		return { detail: m.library_upload_refused() };
	}
}

/** Sendings are the files of this page, one after the other: a poor line is not shared. */
class Sendings {
	list = $state<Sending[]>([]);
	/** ended counts the files that came to an end, for lists to be read again. */
	ended = $state(0);

	constructor() {
		if (typeof window === 'undefined') return;
		window.addEventListener('online', () => this.list.forEach((one) => one.retryNow()));
		window.addEventListener('beforeunload', (event) => {
			if (this.list.some(isActive)) event.preventDefault();
		});
	}

	add(files: Iterable<File>, agencyId: string, unfinished: UnfinishedUpload[]): void {
		for (const file of files) this.list.push(new Sending(file, agencyId, () => this.#end(), unfinished));
		this.#next();
	}

	/** remove takes a file off the list; one that has not come to an end is cancelled. */
	async remove(one: Sending): Promise<void> {
		try {
			if (one.state !== 'done' && one.state !== 'failed') await one.cancel();
		} finally {
			this.list = this.list.filter((other) => other !== one);
			this.#end();
		}
	}

	pause(one: Sending): void {
		one.pause();
		this.#next();
	}

	#end(): void {
		this.ended++;
		this.list = this.list.filter(({ state }) => state !== 'done');
		this.#next();
	}

	#next(): void {
		if (this.list.some(isActive)) return;
		const next = this.list.find(({ state }) => state === 'queued');
		void next?.start();
	}
}

function isActive({ state }: Sending): boolean {
	return state === 'sending' || state === 'offline';
}

export const sendings = new Sendings();
