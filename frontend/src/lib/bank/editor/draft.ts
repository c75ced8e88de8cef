import type {
	DraftGap,
	DraftNumeric,
	DraftOption,
	DraftPart,
	DraftPrompt,
	DraftRegion,
	DraftShortAnswer,
	DraftText,
	QuestionDraft
} from '$lib/api/wire';

export type Type = DraftPart['type'];

/** Text is a text in both languages; an English one may be missing. */
export interface Text {
	vi: string;
	en: string;
}

export interface Option {
	text: Text;
	explain: Text;
	correct: boolean;
	weight: number;
}

export interface Prompt {
	text: Text;
	explain: Text;
	match: number;
}

export interface NumberKey {
	value: string;
	tolerance: string;
	relative: boolean;
	unit: Text;
	otherUnits: { unit: Text; factor: string }[];
}

export interface WordsKey {
	acceptedVi: string[];
	acceptedEn: string[];
	ignoreAccents: boolean;
	matchCase: boolean;
	patterns: boolean;
}

export interface Gap {
	type: DraftGap['type'];
	explain: Text;
	options: Option[];
	numeric: NumberKey;
	shortAnswer: WordsKey;
}

export interface Region {
	shape: DraftRegion['shape'];
	coords: number[];
	label: Text;
	explain: Text;
	correct: boolean;
}

export interface Spot {
	image: { file: string; url: string; width: number; height: number; alt: Text };
	regions: Region[];
	picks: number;
}

export interface Variable {
	name: string;
	min: string;
	max: string;
	step: string;
}

export interface Calculation {
	expression: string;
	variables: Variable[];
	decimals: number;
	tolerance: string;
	unit: Text;
}

export interface Level {
	text: Text;
	points: number;
}

export interface Criterion {
	key: string;
	text: Text;
	levels: Level[];
}

export interface Rubric {
	criteria: Criterion[];
	shown: boolean;
}

/** Part is a question while it is edited: it holds what every type has, so that another type loses nothing. */
export interface Part {
	type: Type;
	maxPoints: number;
	penalty: number;
	stem: Text;
	explain: Text;
	source: Text;
	options: Option[];
	scoring: string;
	truth: boolean | undefined;
	numeric: NumberKey;
	shortAnswer: WordsKey;
	prompts: Prompt[];
	gaps: Gap[];
	hotspot: Spot;
	formula: Calculation;
	rubric: Rubric;
	words: { min: number; max: number };
	upload: { accept: string[]; maxFiles: number; maxBytes: number };
	parts: Part[];
}

/** Draft is a question of a bank while it is edited. */
export interface Draft {
	topic: string;
	difficulty: number;
	tags: string[];
	equivalent: string;
	isomorphGroup: string;
	body: Part;
}

export const paired: readonly Type[] = ['matching', 'categorize', 'single_choice_table'];
export const gapped: readonly Type[] = ['cloze', 'inline_choice'];
export const withOptions: readonly Type[] = ['single', 'multiple', 'ordering', ...paired];
export const scored: readonly Type[] = ['multiple', 'ordering', ...paired, ...gapped, 'hotspot'];
/** unpenalized: people mark them, or their parts have a penalty of their own. */
export const unpenalized: readonly Type[] = ['essay', 'file_upload', 'case_study'];

export const blankText = (): Text => ({ vi: '', en: '' });
export const blankOption = (): Option => ({
	text: blankText(),
	explain: blankText(),
	correct: false,
	weight: 0
});
export const blankPrompt = (): Prompt => ({ text: blankText(), explain: blankText(), match: 0 });
export const blankLevel = (points = 0): Level => ({ text: blankText(), points });
export const blankVariable = (): Variable => ({ name: '', min: '1', max: '10', step: '1' });

const blankNumber = (): NumberKey => ({
	value: '',
	tolerance: '',
	relative: false,
	unit: blankText(),
	otherUnits: []
});

const blankWords = (): WordsKey => ({
	acceptedVi: [],
	acceptedEn: [],
	ignoreAccents: false,
	matchCase: false,
	patterns: false
});

export const blankGap = (type: Gap['type'] = 'single'): Gap => ({
	type,
	explain: blankText(),
	options: [blankOption(), blankOption()],
	numeric: blankNumber(),
	shortAnswer: blankWords()
});

/** blankCriterion has a key that none of the others has. */
export function blankCriterion(others: Criterion[] = []): Criterion {
	let n = others.length + 1;
	while (others.some(({ key }) => key === `c${n}`)) n++;
	return { key: `c${n}`, text: blankText(), levels: [blankLevel(100), blankLevel(0)] };
}

export const blankPart = (type: Type = 'single'): Part => ({
	type,
	maxPoints: 100,
	penalty: 0,
	stem: blankText(),
	explain: blankText(),
	source: blankText(),
	options: [blankOption(), blankOption(), blankOption(), blankOption()],
	scoring: 'partial',
	truth: undefined,
	numeric: blankNumber(),
	shortAnswer: blankWords(),
	prompts: [blankPrompt(), blankPrompt()],
	gaps: [],
	hotspot: { image: { file: '', url: '', width: 0, height: 0, alt: blankText() }, regions: [], picks: 0 },
	formula: { expression: '', variables: [blankVariable()], decimals: 0, tolerance: '', unit: blankText() },
	rubric: { criteria: [blankCriterion()], shown: true },
	words: { min: 0, max: 0 },
	upload: { accept: ['pdf', 'docx', 'image'], maxFiles: 1, maxBytes: 10 * 2 ** 20 },
	parts: []
});

export const blankDraft = (topic = ''): Draft => ({
	topic,
	difficulty: 1,
	tags: [],
	equivalent: '',
	isomorphGroup: '',
	body: blankPart()
});

const textOf = (wire: DraftText | undefined): Text => ({ vi: wire?.vi ?? '', en: wire?.en ?? '' });

const optionOf = (wire: DraftOption): Option => ({
	text: textOf(wire.text),
	explain: textOf(wire.explain),
	correct: wire.correct ?? false,
	weight: wire.weight ?? 0
});

const promptOf = (wire: DraftPrompt): Prompt => ({
	text: textOf(wire.text),
	explain: textOf(wire.explain),
	match: wire.match
});

const numberOf = (wire: DraftNumeric | undefined): NumberKey => ({
	...blankNumber(),
	...wire,
	unit: textOf(wire?.unit),
	otherUnits: (wire?.otherUnits ?? []).map(({ unit, factor }) => ({ unit: textOf(unit), factor }))
});

const wordsOf = (wire: DraftShortAnswer | undefined): WordsKey => ({ ...blankWords(), ...wire });

const gapOf = (wire: DraftGap): Gap => ({
	type: wire.type,
	explain: textOf(wire.explain),
	options: wire.options?.map(optionOf) ?? [blankOption(), blankOption()],
	numeric: numberOf(wire.numeric),
	shortAnswer: wordsOf(wire.shortAnswer)
});

const regionOf = (wire: DraftRegion): Region => ({
	shape: wire.shape,
	coords: [...wire.coords],
	label: textOf(wire.label),
	explain: textOf(wire.explain),
	correct: wire.correct ?? false
});

function rubricOf(wire: DraftPart): Rubric | undefined {
	const rubric = wire.essay?.rubric ?? wire.upload?.rubric;
	return (
		rubric && {
			shown: rubric.shown ?? false,
			criteria: rubric.criteria.map(({ key, text, levels }) => ({
				key,
				text: textOf(text),
				levels: levels.map((level) => ({ text: textOf(level.text), points: level.points }))
			}))
		}
	);
}

function partOf(wire: DraftPart, parts: DraftPart[] = []): Part {
	const blank = blankPart(wire.type);
	const { essay, upload, hotspot, formula } = wire;
	return {
		...blank,
		maxPoints: wire.maxPoints,
		penalty: wire.penalty ?? 0,
		stem: textOf(wire.stem),
		explain: textOf(wire.explain),
		source: textOf(wire.source),
		options: wire.options?.map(optionOf) ?? blank.options,
		scoring: wire.scoring || blank.scoring,
		truth: wire.truth,
		numeric: numberOf(wire.numeric),
		shortAnswer: wordsOf(wire.shortAnswer),
		prompts: wire.prompts?.map(promptOf) ?? blank.prompts,
		gaps: wire.gaps?.map(gapOf) ?? [],
		hotspot: hotspot
			? {
					image: {
						file: hotspot.image.file,
						url: hotspot.image.url ?? '',
						width: hotspot.image.width ?? 0,
						height: hotspot.image.height ?? 0,
						alt: textOf(hotspot.image.alt)
					},
					regions: hotspot.regions.map(regionOf),
					picks: hotspot.picks ?? 0
				}
			: blank.hotspot,
		formula: formula
			? { ...formula, tolerance: formula.tolerance ?? '', unit: textOf(formula.unit) }
			: blank.formula,
		rubric: rubricOf(wire) ?? blank.rubric,
		words: { min: essay?.minWords ?? 0, max: essay?.maxWords ?? 0 },
		upload: upload
			? { accept: [...upload.accept], maxFiles: upload.maxFiles, maxBytes: upload.maxBytes }
			: blank.upload,
		parts: parts.map((part) => partOf(part))
	};
}

/** opened is a stored question, to be edited. */
export const opened = (wire: QuestionDraft): Draft => ({
	topic: wire.topic,
	difficulty: wire.difficulty,
	tags: wire.tags ?? [],
	equivalent: wire.equivalent ?? '',
	isomorphGroup: wire.isomorphGroup ?? '',
	body: partOf(wire.body, wire.body.parts)
});

/** pointsOf is what a question is worth: of a case study, what its parts are together. */
export const pointsOf = ({ type, maxPoints, parts }: Part): number =>
	type === 'case_study' ? parts.reduce((sum, part) => sum + part.maxPoints, 0) : maxPoints;

/** sent is what the server is given: what belongs to the type, and nothing else. */
function sentPart(part: Part): DraftPart {
	const { type } = part;
	const wire: DraftPart = {
		type,
		maxPoints: pointsOf(part),
		penalty: unpenalized.includes(type) ? 0 : part.penalty,
		stem: part.stem,
		explain: part.explain,
		source: part.source
	};
	if (scored.includes(type)) wire.scoring = part.scoring;
	if (withOptions.includes(type)) wire.options = part.options.map((option) => sentOption(option, part));
	if (paired.includes(type)) wire.prompts = part.prompts;
	if (gapped.includes(type)) wire.gaps = part.gaps.map(sentGap);
	if (type === 'true_false' && part.truth !== undefined) wire.truth = part.truth;
	if (type === 'numeric') wire.numeric = part.numeric;
	if (type === 'short_answer') wire.shortAnswer = part.shortAnswer;
	if (type === 'hotspot') wire.hotspot = part.hotspot;
	if (type === 'formula') wire.formula = part.formula;
	if (type === 'essay')
		wire.essay = { minWords: part.words.min, maxWords: part.words.max, rubric: part.rubric };
	if (type === 'file_upload') wire.upload = { ...part.upload, rubric: part.rubric };
	return wire;
}

function sentOption(option: Option, { type, scoring }: Pick<Part, 'type' | 'scoring'>): DraftOption {
	const keyed = type === 'single' || type === 'multiple';
	return {
		text: option.text,
		explain: option.explain,
		correct: keyed && option.correct,
		weight: type === 'multiple' && scoring === 'weighted' ? option.weight : 0
	};
}

function sentGap({ type, explain, options, numeric, shortAnswer }: Gap): DraftGap {
	if (type === 'numeric') return { type, explain, numeric };
	if (type === 'short_answer') return { type, explain, shortAnswer };
	return { type, explain, options: options.map((one) => sentOption(one, { type: 'single', scoring: '' })) };
}

export function sent({ topic, difficulty, tags, equivalent, isomorphGroup, body }: Draft): QuestionDraft {
	const whole: QuestionDraft['body'] = sentPart(body);
	if (body.type === 'case_study') whole.parts = body.parts.map(sentPart);
	return { topic, difficulty, tags, equivalent, isomorphGroup, body: whole };
}

/** hasEnglish tells whether any text of the question is written in English. */
export function hasEnglish(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(hasEnglish);
	if (typeof value !== 'object' || value === null) return false;
	return Object.entries(value).some(([key, inner]) => (key === 'en' ? inner !== '' : hasEnglish(inner)));
}
