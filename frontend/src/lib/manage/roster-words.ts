import type { RosterKind, RosterLine, Verdict } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

/** fieldWords names what a column may hold; what is not here is left out of lists. */
export const fieldWords: Record<string, () => string> = {
	name: m.rosters_field_name,
	family: m.rosters_field_family,
	given: m.rosters_field_given,
	class: m.rosters_field_class,
	code: m.rosters_field_code,
	birth: m.rosters_field_birth,
	position: m.rosters_field_position,
	unit: m.rosters_field_unit,
	unitCode: m.rosters_field_unit_code,
	staffing: m.rosters_field_staffing,
	dedicated: m.rosters_field_dedicated,
	dualRole: m.rosters_field_dual,
	from: m.rosters_field_from,
	ordinal: m.rosters_field_ordinal
};

export const stateWords: Record<RosterLine['state'], () => string> = {
	checked: m.rosters_state_checked,
	committing: m.rosters_state_committing,
	committed: m.rosters_state_committed,
	undoing: m.rosters_state_undoing,
	undone: m.rosters_state_undone
};

/** verdictWord names what happens to a row; people move between classes or between units. */
export function verdictWord(verdict: Verdict, kind: RosterKind): string {
	const words: Record<Verdict, () => string> = {
		new: m.roster_new,
		existing: m.roster_existing,
		moved: kind === 'officers' ? m.rosters_moved_unit : m.rosters_moved_class,
		changed: m.rosters_changed,
		refused: m.roster_refused
	};
	return words[verdict]();
}

export const isBusy = (state: RosterLine['state']) => state === 'committing' || state === 'undoing';
