import { getLocale } from '$lib/paraglide/runtime';
import { apiBase, send } from './client';
import { problemOf } from './problem';

/** put sends the bytes of a file to where they are kept, or throws an ApiError. */
export async function put(path: string, file: Blob): Promise<void> {
	const headers = { 'Accept-Language': getLocale(), 'Content-Type': 'application/octet-stream' };
	const response = await send(new Request(apiBase + path, { method: 'PUT', body: file, headers }));
	if (!response.ok) throw await problemOf(response);
}

/** post sends a form with a file, the bytes of one, or JSON, and gives the answer, or throws an ApiError. */
async function post(path: string, body: FormData | Blob | string): Promise<Response> {
	const request = new Request(apiBase + path, {
		method: 'POST',
		body,
		headers: {
			'Accept-Language': getLocale(),
			...(typeof body === 'string' && { 'Content-Type': 'application/json' }),
			...(body instanceof Blob && { 'Content-Type': 'application/octet-stream' })
		}
	});
	const response = await send(request);
	if (!response.ok) throw await problemOf(response);
	return response;
}

/** upload posts a form with a file, or the bytes of one, and gives the JSON answer. */
export async function upload<T>(path: string, form: FormData | Blob): Promise<T> {
	return (await post(path, form)).json();
}

/** download asks for a file by POST (a slip is made anew each time) and hands it to the browser. */
export async function download(path: string, body: unknown, fileName: string): Promise<void> {
	saveFile(await (await post(path, JSON.stringify(body))).blob(), fileName);
}

/** picture asks by POST for a drawing (SVG) and gives an address under which a page shows it. */
export async function picture(path: string, body: unknown): Promise<string> {
	const drawing = await (await post(path, JSON.stringify(body))).text();
	return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

/** exchange posts a form with a file and hands the file that comes back to the browser. */
export async function exchange(path: string, form: FormData, fileName: string): Promise<void> {
	saveFile(await (await post(path, form)).blob(), fileName);
}

function saveFile(blob: Blob, fileName: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = fileName;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
