import { goto } from '$app/navigation';
import { page } from '$app/state';

/** parameter reads one choice from the address, so that every view can be sent as a link. */
export function parameter(name: string): string {
	return page.url.searchParams.get(name) ?? '';
}

/** setParameters changes choices in the address; an empty one is left out. */
export function setParameters(changes: Record<string, string>): Promise<void> {
	const all = { ...Object.fromEntries(page.url.searchParams), ...changes };
	const given = Object.entries(all).filter(([, value]) => value !== '');
	const search = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
	return goto(`${page.url.pathname}${search && `?${search}`}`, { keepFocus: true, noScroll: true });
}
