import { getLocale } from '$lib/paraglide/runtime';
import { address } from '$lib/api/client';
import { problemOf } from '$lib/api/problem';
import { renewAfter, renewIfStale } from '$lib/api/refresh';
import type { AnswerFile } from '$lib/api/wire';

// A line over which nothing more goes for so long is given up; the learner can try again.
const stalledMs = 60_000;

interface Options {
	/** onshare is told the share of the file that has gone, from 0 to 1. */
	onshare?: (share: number) => void;
	signal?: AbortSignal;
}

/** Place is the question that a file is for: of a case study also its part, which counts from 1. */
export interface Place {
	attemptId: string;
	position: number;
	part?: number;
}

/**
 * uploadAnswerFile hands in a file for a question and gives what an answer names it by. It throws an ApiError when the
 * server refuses the file, a TypeError when the line is lost, and an AbortError when the signal ends it.
 */
export async function uploadAnswerFile(place: Place, file: File, options: Options = {}): Promise<AnswerFile> {
	const { attemptId, position, part } = place;
	const path = address('/attempts/{id}/files', {
		path: { id: attemptId },
		query: { position, part, name: file.name }
	});
	await renewIfStale();
	const sentAt = Date.now();
	let response = await post(path, file, options);
	if (response.status === 401 && (await renewAfter(sentAt))) response = await post(path, file, options);
	if (!response.ok) throw await problemOf(response);
	return response.json();
}

// fetch does not tell how much has gone, so this is the older way.
function post(path: string, file: File, { onshare, signal }: Options): Promise<Response> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		let stalled: ReturnType<typeof setTimeout>;
		const lost = () => reject(new TypeError('the file did not reach the server'));
		const wait = () => {
			clearTimeout(stalled);
			stalled = setTimeout(() => {
				lost();
				request.abort();
			}, stalledMs);
		};
		request.upload.onprogress = ({ loaded, total }) => {
			wait();
			onshare?.(total ? loaded / total : 0);
		};
		request.onerror = lost;
		request.onabort = () => reject(new DOMException('ended', 'AbortError'));
		request.onload = () => {
			const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' };
			resolve(new Response(request.responseText, { status: request.status, headers }));
		};
		request.onloadend = () => clearTimeout(stalled);
		signal?.addEventListener('abort', () => request.abort());
		request.open('POST', path);
		request.setRequestHeader('Accept-Language', getLocale());
		request.setRequestHeader('Content-Type', 'application/octet-stream');
		wait();
		request.send(file);
	});
}
