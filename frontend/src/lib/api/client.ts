import { getLocale } from '$lib/paraglide/runtime';
import { ApiError, problemOf } from './problem';
import { inlined } from './inlined';
import { hasSession, renewAfter, renewIfStale } from './refresh';
import type { paths } from './schema';

export const apiBase = '/api/v1';

// The types below read the generated `paths`; the client itself is a thin wrapper over fetch.
type Method = 'get' | 'post' | 'put' | 'delete';
type Short<P> = P extends `${typeof apiBase}${infer Rest}` ? Rest : never;
type Operation<P extends string, M extends Method> = `${typeof apiBase}${P}` extends infer Full extends
	keyof paths
	? NonNullable<paths[Full][M]>
	: never;
type PathsWith<M extends Method> = {
	[P in keyof paths]: paths[P][M] extends object ? Short<P> : never;
}[keyof paths];
type Sent<O> = O extends { requestBody?: infer R } ? NonNullable<R> : never;
type Body<O> = [Sent<O>] extends [never]
	? unknown
	: Sent<O> extends { content: { 'application/json': infer B } }
		? { body: Omit<B, '$schema'> }
		: unknown;
type PathPart<O> = O extends { parameters: { path: infer V extends object } } ? { path: V } : unknown;
type QueryPart<O> = O extends { parameters: { query?: infer V } } ? { query?: V } : unknown;
type Input<O> = Body<O> & PathPart<O> & QueryPart<O> & { keepalive?: boolean };
type Json<R> = R extends { content: { 'application/json': infer T } } ? T : void;
type Output<O> = O extends { responses: infer R } ? Json<R[Extract<keyof R, 200 | 201 | 204>]> : never;
type Arguments<O> = object extends Input<O> ? [input?: Input<O>] : [input: Input<O>];

async function isExpired(response: Response): Promise<boolean> {
	if (response.status !== 401) return false;
	return (await problemOf(response.clone())).code === 'auth.expired';
}

/** send is fetch with the session kept alive: an expired access cookie is renewed once and the request repeated. */
export async function send(request: Request): Promise<Response> {
	await renewIfStale();
	const again = request.clone();
	const sentAt = Date.now();
	const response = await fetch(request);
	if (!(await isExpired(response))) return response;
	return (await renewAfter(sentAt)) ? fetch(again) : response;
}

interface AnyInput {
	path?: Record<string, unknown>;
	query?: Record<string, unknown>;
	body?: unknown;
	/** keepalive: the request goes on when the page is closed. */
	keepalive?: boolean;
}

/** address fills the placeholders of a path and adds the query, leaving out what is undefined or empty. */
export function address(path: string, { path: values = {}, query = {} }: AnyInput = {}): string {
	const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(values[name])));
	const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
	return apiBase + filled + (given.length ? `?${search}` : '');
}

// Problems come in the language of the page. Public reading stays free of headers, so that preloads are used.
function headers(at: string, input: AnyInput | undefined): Record<string, string> {
	if (/v1\/(instance|courses)$/.test(at)) return {};
	const language = { 'Accept-Language': getLocale() };
	return input?.body === undefined ? language : { ...language, 'Content-Type': 'application/json' };
}

function method<M extends Method>(name: M) {
	/** Asks the server and gives its JSON, or throws an ApiError (refused) or a TypeError (never reached it). */
	return async <P extends PathsWith<M>>(
		path: P,
		...[input]: Arguments<Operation<P, M>>
	): Promise<Output<Operation<P, M>>> => {
		const given = input as AnyInput | undefined;
		const at = address(path, given);
		const written = name === 'get' && !hasSession() && inlined(at);
		if (written) return JSON.parse(written);
		const request = new Request(at, {
			method: name.toUpperCase(),
			headers: headers(at, given),
			body: given?.body === undefined ? null : JSON.stringify(given.body),
			// What is sent while the page is being left still arrives.
			keepalive: given?.keepalive || (name !== 'get' && document.visibilityState === 'hidden')
		});
		return read(await send(request));
	};
}

async function read<T>(response: Response): Promise<T> {
	if (!response.ok) throw await problemOf(response);
	if (response.status === 204) return undefined as T;
	return response.json().catch(() => {
		throw new ApiError({ code: 'client.not_json' }, 502);
	});
}

export const GET = method('get');
export const POST = method('post');
export const PUT = method('put');
export const DELETE = method('delete');
