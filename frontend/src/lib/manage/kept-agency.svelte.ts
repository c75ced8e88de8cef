import { session } from '$lib/session/session.svelte';
import { parameter } from './address';
import { agenciesFor, type PageWithAgency } from './agencies';

/** keptAgency is the agency that a page shows: of the address, or the first of the roles. */
export function keptAgency(page: PageWithAgency) {
	const agencies = $derived(agenciesFor(session.me, page));
	const id = $derived(parameter('don-vi') || agencies[0]?.id || '');
	return {
		get all() {
			return agencies;
		},
		get id() {
			return id;
		},
		get name() {
			return agencies.find((a) => a.id === id)?.name ?? '';
		}
	};
}
