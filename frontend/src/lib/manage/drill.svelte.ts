import { page } from '$app/state';
import { m } from '$lib/paraglide/messages';
import { parameter } from './address';
import type { AgencyChoice } from './agencies';
import { steps, trail } from './trail.svelte';

/** drill is the way down the tree of agencies from the person's own, as the address holds it. */
export function drill(root: () => AgencyChoice) {
	const way = $derived(steps(parameter('don-vi')).filter((id) => id !== root().id));

	/** link keeps the other choices and goes to another place in the tree. */
	function link(ids: string[]): string {
		const choices = { ...Object.fromEntries(page.url.searchParams), 'don-vi': ids.join('.') };
		const given = Object.entries(choices)
			.filter(([, value]) => value)
			.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
		return `${page.url.pathname}${given.length ? `?${given.join('&')}` : ''}`;
	}

	return {
		get agencyId() {
			return way.at(-1) ?? root().id;
		},
		get crumbs() {
			return [
				{ label: root().name, ...(way.length && { href: link([]) }) },
				...way.map((id, index) => ({
					label: trail.name(id) ?? m.figures_up(),
					...(index < way.length - 1 && { href: link(way.slice(0, index + 1)) })
				}))
			];
		},
		/** below is the address of a unit of the agency that is open. */
		below: (id: string) => link([...way, id])
	};
}
