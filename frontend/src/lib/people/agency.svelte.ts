import { parameter } from '$lib/manage/address';
import { agenciesFor } from '$lib/manage/agencies';
import { session } from '$lib/session/session.svelte';

/** keptAgency is the agency whose people the screen shows: of the address, or the first of the roles. */
export function keptAgency() {
	const agencies = $derived(agenciesFor(session.me, 'people'));
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
