import { getLocale } from '$lib/paraglide/runtime';
import { apiBase, send } from './client';
import { problemOf } from './problem';

/** upload posts a form with a file and gives the JSON answer, or throws an ApiError. */
export async function upload<T>(path: string, form: FormData): Promise<T> {
	const request = new Request(apiBase + path, {
		method: 'POST',
		body: form,
		headers: { 'Accept-Language': getLocale() }
	});
	const response = await send(request);
	if (!response.ok) throw await problemOf(response);
	return response.json();
}

/** download asks for a file by POST (a slip is made anew each time) and hands it to the browser. */
export async function download(path: string, body: unknown, fileName: string): Promise<void> {
	const request = new Request(apiBase + path, {
		method: 'POST',
		body: JSON.stringify(body),
		headers: { 'Content-Type': 'application/json', 'Accept-Language': getLocale() }
	});
	const response = await send(request);
	if (!response.ok) throw await problemOf(response);
	saveFile(await response.blob(), fileName);
}

/** exchange posts a form with a file and hands the file that comes back to the browser. */
export async function exchange(path: string, form: FormData, fileName: string): Promise<void> {
	const request = new Request(apiBase + path, {
		method: 'POST',
		body: form,
		headers: { 'Accept-Language': getLocale() }
	});
	const response = await send(request);
	if (!response.ok) throw await problemOf(response);
	saveFile(await response.blob(), fileName);
}

function saveFile(blob: Blob, fileName: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = fileName;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
