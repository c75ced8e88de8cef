import type { Posting } from '$lib/api/wire';
import { today } from '$lib/i18n/calendar';
import type { Group, Staffing } from './words';

/** Terms is what is typed about a posting. */
export class Terms {
	position = $state('');
	positionGroup = $state<Group>('officer');
	staffing = $state<Staffing>('none');
	counts = $state(true);
	from = $state(today());
	to = $state('');

	constructor(of?: Posting) {
		if (!of) return;
		this.position = of.position;
		this.positionGroup = of.positionGroup as Group;
		this.staffing = of.staffing as Staffing;
		this.counts = of.counts;
		this.from = of.from;
		this.to = of.to ?? '';
	}

	/** body is what the server takes; an empty end is left out. */
	body() {
		const { position, positionGroup, staffing, counts, from, to } = this;
		return { position, positionGroup, staffing, counts, ...(from && { from }), ...(to && { to }) };
	}
}
