import type { RegisterAct, RegisterLine } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

type Tone = 'plain' | 'brand' | 'success' | 'warning' | 'danger';
export type Kind = RegisterAct['kind'];
export type Cause = RegisterAct['cause'];

/** kinds are what lines note. */
export const kinds: Record<RegisterLine['kind'], () => string> = {
	issue: m.register_kind_issue,
	reissue: m.register_kind_reissue,
	correction: m.register_kind_correction,
	revocation: m.register_kind_revocation
};

/** acts are what may be proposed: the button, the title of its form, what it does, and its causes. */
export const acts: Record<
	Kind,
	{
		button: () => string;
		title: (input: { number: string }) => string;
		what: () => string;
		causes: Cause[];
	}
> = {
	reissue: {
		button: m.register_propose_reissue,
		title: m.register_reissue_of,
		what: m.register_reissue_what,
		causes: ['lost', 'damaged']
	},
	correction: {
		button: m.register_propose_correction,
		title: m.register_correction_of,
		what: m.register_correction_what,
		causes: ['wrong_name', 'wrong_facts']
	},
	revocation: {
		button: m.register_propose_revocation,
		title: m.register_revocation_of,
		what: m.register_revocation_what,
		causes: ['result_annulled', 'issued_in_error', 'holder_requested']
	}
};

export const causes: Record<Cause, () => string> = {
	lost: m.register_cause_lost,
	damaged: m.register_cause_damaged,
	wrong_name: m.register_cause_wrong_name,
	wrong_facts: m.register_cause_wrong_facts,
	result_annulled: m.register_cause_result_annulled,
	issued_in_error: m.register_cause_issued_in_error,
	holder_requested: m.register_cause_holder_requested
};

/** actStates say how far proposals have come. */
export const actStates: Record<RegisterAct['state'], { word: () => string; tone: Tone }> = {
	proposed: { word: m.register_act_proposed, tone: 'brand' },
	approved: { word: m.register_act_approved, tone: 'success' },
	returned: { word: m.register_act_returned, tone: 'warning' },
	taken_back: { word: m.register_act_taken_back, tone: 'plain' }
};

/** Step is what somebody does to what is proposed. */
export type Step = 'approve' | 'return' | 'take_back';

/** steps are the title of its dialog and its button. */
export const steps: Record<Step, { title: (input: { what: string }) => string; button: () => string }> = {
	approve: { title: m.register_approve_title, button: m.register_approve },
	return: { title: m.register_return_title, button: m.register_return },
	take_back: { title: m.register_take_back_title, button: m.register_take_back }
};
