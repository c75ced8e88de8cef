import type { RequirementDraft, RequirementRule } from '$lib/api/wire';
import type { AgencyChoice } from '$lib/manage/agencies';

/** Rule is one group of people as the form holds it, with the names of the agencies. */
export interface Rule {
	agency: AgencyChoice;
	excluded: AgencyChoice[];
	positionGroups: string[];
	staffing: '' | 'dedicated' | 'dual_role';
	schoolClassId: string | undefined;
}

export function newRule(agency: AgencyChoice): Rule {
	return { agency, excluded: [], positionGroups: [], staffing: '', schoolClassId: undefined };
}

/** ruleOf takes a rule from the server; names come from what is known, else the id stands for itself. */
export function ruleOf(rule: RequirementRule, name: (id: string) => string): Rule {
	return {
		agency: { id: rule.agencyId, name: name(rule.agencyId) },
		excluded: (rule.excluded ?? []).map((id) => ({ id, name: name(id) })),
		positionGroups: rule.positionGroups ?? [],
		staffing: rule.staffing ?? '',
		schoolClassId: rule.schoolClassId
	};
}

export function toWire(rule: Rule): RequirementRule {
	return {
		agencyId: rule.agency.id,
		...(rule.excluded.length && { excluded: rule.excluded.map(({ id }) => id) }),
		...(rule.positionGroups.length && { positionGroups: rule.positionGroups }),
		...(rule.staffing && { staffing: rule.staffing }),
		...(rule.schoolClassId && { schoolClassId: rule.schoolClassId })
	};
}

export type CourseWay = 'all' | 'one' | 'order';

/** coursesFor turns the chosen courses into lists: every list is asked for, any course of a list does it. */
export function coursesFor(chosen: string[], way: CourseWay): string[][] {
	return way === 'one' ? [chosen] : chosen.map((key) => [key]);
}

export function wayOf(draft: RequirementDraft): CourseWay {
	if (draft.inOrder) return 'order';
	return draft.courses.length === 1 && (draft.courses[0]?.length ?? 0) > 1 ? 'one' : 'all';
}
