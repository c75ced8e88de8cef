import type { AgencyDetails, AgencyEvent } from '$lib/api/wire';
import { today } from '$lib/i18n/calendar';
import type { Option } from '$lib/manage/Combobox.svelte';

/** DetailsDraft is the form of what an agency becomes. */
export interface DetailsDraft {
	name: string;
	shortName: string;
	kind: string;
	code: string;
	parent: Option[];
	professional: Option[];
	address: string;
	phone: string;
	email: string;
	website: string;
	/** rest keeps what the form does not show, so that an event never loses it. */
	rest: Partial<AgencyDetails>;
}

export function emptyDetails(): DetailsDraft {
	return {
		name: '',
		shortName: '',
		kind: 'unit',
		code: '',
		parent: [],
		professional: [],
		address: '',
		phone: '',
		email: '',
		website: '',
		rest: {}
	};
}

/** detailsOf reads a form from what an agency is today. */
export function draftOf(details: AgencyDetails, parent: Option[], professional: Option[]): DetailsDraft {
	const contact = details.contact ?? {};
	return {
		name: details.name,
		shortName: details.shortName ?? '',
		kind: details.kind,
		code: details.code,
		parent,
		professional,
		address: contact.address ?? '',
		phone: contact.phone ?? '',
		email: contact.email ?? '',
		website: contact.website ?? '',
		rest: {
			...(details.headerKind && { headerKind: details.headerKind }),
			fullPlaceName: details.fullPlaceName ?? false,
			hidesStrength: details.hidesStrength ?? false
		}
	};
}

function written(draft: DetailsDraft): AgencyDetails {
	return {
		...draft.rest,
		name: draft.name.trim(),
		shortName: draft.shortName.trim(),
		kind: draft.kind as AgencyDetails['kind'],
		code: draft.code.trim(),
		...(draft.parent[0] && { parentId: draft.parent[0].id }),
		...(draft.professional[0] && { professionalParentId: draft.professional[0].id }),
		contact: {
			address: draft.address.trim(),
			phone: draft.phone.trim(),
			email: draft.email.trim(),
			website: draft.website.trim()
		}
	};
}

/** shape says which parts of the form a kind of event has. */
export function shape(kind: string) {
	return {
		sources: kind !== 'establish',
		manySources: ['merge', 'absorb', 'dissolve', 'transfer_function'].includes(kind),
		targets: ['absorb', 'split', 'transfer_function'].includes(kind),
		manyTargets: ['split', 'transfer_function'].includes(kind),
		fresh: ['establish', 'merge'].includes(kind),
		mayAddFresh: kind === 'split',
		names: kind === 'rename',
		place: kind === 'move_parent'
	};
}

/** EventDraft is the form of one event; it keeps what was typed after an error. */
export class EventDraft {
	kind = $state('merge');
	day = $state(today());
	document = $state('');
	note = $state('');
	sources = $state<Option[]>([]);
	targets = $state<Option[]>([]);
	fresh = $state<DetailsDraft[]>([emptyDetails()]);
	details = $state<DetailsDraft>(emptyDetails());
	shares = $state<Record<string, string>>({});
	receiver = $state(0);
	ended = $state<Record<string, boolean>>({});

	/** names are the targets in the order in which they are sent. */
	get names(): string[] {
		const form = shape(this.kind);
		return [
			...(form.targets ? this.targets.map(({ name }) => name) : []),
			...(form.fresh || form.mayAddFresh ? this.fresh.map(({ name }) => name) : [])
		];
	}

	/** event is what the server takes. */
	get event(): AgencyEvent {
		const form = shape(this.kind);
		const targets = [
			...(form.targets ? this.targets.map(({ id }) => ({ agencyId: id })) : []),
			...(form.fresh || form.mayAddFresh ? this.fresh.map((draft) => ({ new: written(draft) })) : [])
		].map((target, index) => ({ ...target, ...this.#share(index) }));
		return {
			kind: this.kind as AgencyEvent['kind'],
			occurredOn: this.day,
			document: this.document.trim(),
			note: this.note.trim(),
			sources: form.sources ? this.sources.map(({ id }) => id) : [],
			targets,
			receiver: Math.min(this.receiver, Math.max(0, targets.length - 1)),
			...((form.names || form.place) && { details: written(this.details) }),
			endGrants: Object.entries(this.ended)
				.filter(([, ends]) => ends)
				.map(([key]) => ({ agencyId: key.slice(0, 36), role: key.slice(37) }))
		};
	}

	#share(index: number): { share?: number } {
		const text = (this.kind === 'split' && this.shares[index]) || '';
		const percent = Number(text.replace(',', '.'));
		return text.trim() && Number.isFinite(percent) ? { share: Math.round(percent * 100) } : {};
	}
}
