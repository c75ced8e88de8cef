import { page } from '$app/state';
import { parameter } from './address';
import type { AgencyChoice } from './agencies';

/** Place is where an answer of the server is in the tree of agencies. */
interface Place {
	agency: AgencyChoice;
	ancestors: AgencyChoice[];
}

/** drill is the way down the tree of agencies: the address holds the last one, the answers name those above. */
export function drill(root: () => AgencyChoice) {
	// Where the last answer was stays on screen until the next one says where it is.
	let last = $state.raw<Place>();

	/** link keeps the other choices and goes to another place in the tree. */
	function link(id: string): string {
		const agency = id === root().id ? '' : id;
		const choices = { ...Object.fromEntries(page.url.searchParams), 'don-vi': agency };
		const given = Object.entries(choices)
			.filter(([, value]) => value)
			.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
		return `${page.url.pathname}${given.length ? `?${given.join('&')}` : ''}`;
	}

	return {
		get agencyId() {
			return parameter('don-vi') || root().id;
		},
		get crumbs() {
			const place = last ?? { agency: root(), ancestors: [] };
			return [
				...place.ancestors.map(({ id, name }) => ({ label: name, href: link(id) })),
				{ label: place.agency.name }
			];
		},
		arrive(at: Place) {
			last = at;
		},
		link
	};
}
