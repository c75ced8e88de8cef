import type { Appeal, Correction, PointChange } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

export const appealStates: Record<Appeal['state'], () => string> = {
	open: m.appeal_state_open,
	proposed: m.appeal_state_proposed,
	changed: m.appeal_state_changed,
	kept: m.appeal_state_kept
};

export const correctionKinds: Record<Correction['kind'], () => string> = {
	new_key: m.correction_kind_new_key,
	everybody: m.correction_kind_everybody,
	struck_out: m.correction_kind_struck_out
};

export const correctionStates: Record<Correction['state'], () => string> = {
	counting: m.correction_state_counting,
	counted: m.correction_state_counted,
	applying: m.correction_state_applying,
	applied: m.correction_state_applied,
	cancelled: m.correction_state_cancelled
};

export const changeCauses: Record<PointChange['cause'], () => string> = {
	marking: m.history_marking,
	appeal: m.history_appeal,
	correction: m.history_correction
};
