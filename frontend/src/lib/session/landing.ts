import { resolve } from '$app/paths';
import type { Me } from '$lib/api/wire';

/** next reads where the reader wanted to go; only paths of this site count. */
export function next(search: URLSearchParams): string | undefined {
	const wanted = search.get('tiep');
	return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : undefined;
}

/** landing says where a person goes after signing in: what must be done first, then where they wanted to go. */
export function landing(me: Me, wanted?: string): string {
	if (me.mustChangePassword) return resolve('/doi-mat-khau');
	if (me.mustEnrollSecondFactor) return `${resolve('/tai-khoan')}#xac-thuc`;
	return wanted ?? resolve('/viec-hoc');
}
