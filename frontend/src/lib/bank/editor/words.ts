import { m } from '$lib/paraglide/messages';

/** places call what a path of a problem goes through; of lists, the entry with a number. */
const places: Record<string, (number: number) => string> = {
	stem: m.bankedit_stem,
	explain: m.bankedit_explain,
	source: m.bankedit_source,
	maxPoints: m.bankedit_points,
	penalty: m.bankedit_penalty,
	scoring: m.bankedit_rule,
	truth: m.bankedit_truth_short,
	topic: m.bankedit_topic,
	difficulty: m.bankedit_difficulty,
	unit: m.bankedit_unit,
	tolerance: m.bankedit_tolerance,
	expression: m.bankedit_formula,
	image: m.bankedit_image,
	alt: m.bankedit_alt,
	rubric: m.bankedit_rubric,
	options: (number) => m.bankedit_option({ number }),
	prompts: (number) => m.bankedit_prompt({ number }),
	gaps: (number) => m.bankedit_gap({ number }),
	regions: (number) => m.bankedit_region({ number }),
	variables: (number) => m.bankedit_variable({ number }),
	criteria: (number) => m.bankedit_criterion({ number }),
	levels: (number) => m.bankedit_level({ number }),
	parts: (number) => m.bankedit_part({ number })
};

/** fieldName says where a problem is: "Phương án 2 › Giải thích". A list as a whole has no number. */
export function fieldName(path: string): string {
	const named = path.split('.').flatMap((step) => {
		const [, name = '', at] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
		const call = places[name];
		if (!call || (call.length > 0 && at === undefined)) return [];
		return [call(Number(at ?? 0) + 1)];
	});
	return named.join(' › ') || m.bankedit_question();
}
