// The wire shapes of the API, written by hand until src/lib/api/schema.d.ts is generated from openapi.json.
// Scores are integer hundredths (700 = 7.00), instants RFC 3339 in UTC, days YYYY-MM-DD.

export interface LocalText {
	vi: string;
	en?: string;
}

export interface Page<T> {
	items: T[];
	total: number;
	page: number;
	pageSize: number;
}

export interface FieldProblem {
	field: string;
	code: string;
	message: string;
}

export interface Problem {
	type?: string;
	title: string;
	status: number;
	code: string;
	detail?: string;
	requestId?: string;
	errors?: FieldProblem[];
	retryAfterSeconds?: number;
}

// Identity

export interface Role {
	role: string;
	roleName: string;
	agencyId: string;
	agencyName: string;
	schoolClassId?: string;
	schoolClassName?: string;
}

export interface Me {
	state: 'signed_in';
	personId: string;
	fullName: string;
	givenName: string;
	username: string;
	locale: string;
	demo: boolean;
	mustChangePassword: boolean;
	mustEnrollSecondFactor: boolean;
	agency: { id: string; name: string } | null;
	roles: Role[];
	permissions: string[];
}

export interface SecondFactorRequired {
	state: 'second_factor_required';
}

export interface SignedInDevice {
	id: string;
	createdAt: string;
	lastSeenAt: string;
	device: string;
	madeBy: 'password' | 'passkey' | 'totp';
	current: boolean;
}

export interface TotpSetup {
	secret: string;
	uri: string;
	qrSvg: string;
}

export interface Passkey {
	id: string;
	name: string;
	createdAt: string;
	lastUsedAt?: string;
}

export interface Reader {
	at: string;
	readerName: string;
	readerAgency: string;
	what: string;
}

export interface DemoAccount {
	role: string;
	username: string;
	password: string;
	note: string;
}

export interface Contact {
	name: LocalText;
	value: string;
	checkedOn?: string;
}

export interface Instance {
	demo: boolean;
	name: string;
	version: string;
	demoAccounts?: DemoAccount[];
	contacts: Contact[];
}

// Catalogue

export interface SearchHit {
	lessonSlug: string;
	lessonTitle: LocalText;
	excerpt: string;
}

export interface CourseCard {
	key: string;
	code: string;
	title: LocalText;
	summary: LocalText;
	field: string;
	level: string;
	periods: number;
	moduleCount: number;
	lessonCount: number;
	hasCertificate: boolean;
	validityMonths: number;
	updatedOn: string;
	hits?: SearchHit[];
}

export type LessonKind = 'text' | 'video';
export type TestKind = 'pre_test' | 'final';

export interface Course extends CourseCard {
	outcome: LocalText;
	audience: string[];
	frameworks: { framework: string; version: string; code: string; level: string }[];
	sources: { title: LocalText; url?: string }[];
	contacts: Contact[];
	licence: string;
	reviewOn: string;
	passMark: number;
	versionNumber: number;
	agencyName: string;
	modules: {
		key: string;
		title: LocalText;
		lessons: { slug: string; title: LocalText; kind: LessonKind; minutes: number; videoBytes?: number }[];
	}[];
	tests: {
		kind: TestKind;
		title: LocalText;
		minutes: number;
		questionCount: number;
		passMark: number;
		attempts: number;
	}[];
	myEnrollmentId?: string;
}

// Learning

export type DutyState = 'not_started' | 'in_progress' | 'overdue' | 'done';

export interface Duty {
	enrollmentId?: string;
	courseKey: string;
	title: LocalText;
	dueOn?: string;
	state: DutyState;
	progressPercent: number;
	why?: { text: string; document: string };
	completedOn?: string;
	periods: number;
}

export interface MyLearning {
	required: Duty[];
	current: Duty[];
	completed: Duty[];
	certificates: number;
}

export type LessonState = 'todo' | 'started' | 'done';
export type TestState = 'locked' | 'open' | 'running' | 'cooling_off' | 'exhausted' | 'passed';
export type CertificateState = 'issuing' | 'valid' | 'expired' | 'revoked' | 'replaced';

export interface EnrollmentLesson {
	id: string;
	slug: string;
	title: LocalText;
	kind: LessonKind;
	minutes: number;
	videoBytes?: number;
	state: LessonState;
}

export interface EnrollmentTest {
	kind: TestKind;
	title: LocalText;
	minutes: number;
	questionCount: number;
	passMark: number;
	attemptsAllowed: number;
	attemptsUsed: number;
	bestScore?: number;
	passed: boolean;
	state: TestState;
	opensAt?: string;
	attemptId?: string;
}

export interface Enrollment {
	id: string;
	courseKey: string;
	courseTitle: LocalText;
	versionNumber: number;
	dueOn?: string;
	progressPercent: number;
	state: DutyState;
	modules: { key: string; title: LocalText; lessons: EnrollmentLesson[] }[];
	tests: EnrollmentTest[];
	nextLessonId?: string;
	certificate?: { id: string; registerNumber: string; code: string; state: CertificateState };
}

export interface DecisionOption {
	html: string;
	best: boolean;
	feedbackHtml: string;
}

export type CalloutTone = 'note' | 'warning' | 'tip' | 'example' | 'practice';

export type Block =
	| { kind: 'html'; html: string }
	| { kind: 'decision'; id: string; promptHtml: string; options: DecisionOption[] }
	| { kind: 'callout'; tone: CalloutTone; html: string };

export interface Range {
	fromMs: number;
	toMs: number;
}

export interface Video {
	url: string;
	bytes: number;
	durationMs: number;
	width: number;
	height: number;
	poster?: string;
	captions: { locale: string; label: string; url: string }[];
	transcriptHtml: { vi?: string; en?: string };
	positionMs: number;
	watchedMs: number;
	requiredShare: number;
	missing: Range[];
	voice: 'synthetic' | 'human';
}

export interface Lesson {
	id: string;
	slug: string;
	title: LocalText;
	goal: LocalText;
	kind: LessonKind;
	minutes: number;
	state: LessonState;
	locale: string;
	availableLocales: string[];
	blocks: Block[];
	video?: Video;
	previousLessonId?: string;
	nextLessonId?: string;
	moduleTitle: LocalText;
	courseTitle: LocalText;
}

export interface WatchSegment extends Range {
	sequence: number;
	speed: number;
	startedAt: string;
}

export interface WatchResult {
	watchedMs: number;
	positionMs: number;
	state: LessonState;
	missing: Range[];
}

// Tests

export type QuestionType = 'single' | 'multiple' | 'true_false' | 'numeric' | 'short_answer';

export interface Item {
	position: number;
	type: QuestionType;
	stemHtml: string;
	options?: { index: number; html: string }[];
	unit?: string;
}

export interface AnswerPayload {
	choices?: number[];
	truth?: boolean;
	text?: string;
}

export interface Answer {
	position: number;
	revision: number;
	payload: AnswerPayload;
}

export interface SavedAnswer {
	position: number;
	revision: number;
	savedAt: string;
}

export interface Attempt {
	id: string;
	enrollmentId: string;
	testKind: TestKind;
	title: LocalText;
	number: number;
	state: 'started' | 'submitted' | 'graded' | 'expired';
	startedAt: string;
	deadlineAt: string;
	serverNow: string;
	items: Item[];
	answers: (Answer & { savedAt: string })[];
}

export interface ResultItem {
	position: number;
	type: QuestionType;
	stemHtml: string;
	options?: { index: number; html: string; correct: boolean; chosen: boolean; explainHtml: string }[];
	answerText?: string;
	correctText?: string;
	correct: boolean;
	points: number;
	maxPoints: number;
	explainHtml: string;
}

export interface AttemptResult {
	attemptId: string;
	enrollmentId?: string;
	testKind: TestKind;
	state: Attempt['state'];
	score: number;
	maxScore: number;
	scaled: number;
	passed: boolean;
	passMark: number;
	submittedAt: string;
	items?: ResultItem[];
	completed: boolean;
	certificateState?: CertificateState;
	nextAttemptAt?: string;
}

// Certificates

export interface Certificate {
	id: string;
	registerNumber: string;
	courseTitle: LocalText;
	issuedOn: string;
	validUntil?: string;
	state: CertificateState;
	code: string;
	verifyUrl: string;
}

// School

export interface SchoolClass {
	id: string;
	name: string;
	schoolYear: string;
	studentCount: number;
	unusedSlips: number;
}

export type Verdict = 'new' | 'existing' | 'moved' | 'refused';

export interface RosterRow {
	number: number;
	fullName: string;
	className: string;
	code: string;
	birthYear?: number;
	verdict: Verdict;
	messages: string[];
}

export interface Roster {
	id: string;
	fileName: string;
	state: 'checked' | 'committed' | 'undone';
	counts: { total: number; new: number; existing: number; moved: number; refused: number };
	rows: Page<RosterRow>;
}

export interface AgencyPerson {
	personId: string;
	fullName: string;
	code: string;
	unit: string;
	position: string;
	hasAccount: boolean;
	lastSignInOn?: string;
}

// Figures

export interface Agency {
	id: string;
	name: string;
	kind: string;
	code: string;
	parentId?: string | null;
	childCount: number;
}

export interface Period {
	id: string;
	planNumber: string;
	kind: 'half_year' | 'year';
	year: number;
	label: string;
	fromOn: string;
	toOn: string;
	dueOn: string;
}

export interface CompletionFigures {
	required: number;
	done: number;
	notDone: number;
	overdue: number;
	exempt: number;
	notCounted: number;
	/** Hundredths of a percent; null where nobody is required. */
	rate: number | null;
}

export interface CompletionRow extends CompletionFigures {
	agencyId: string;
	agencyName: string;
	kind: string;
	childCount: number;
}

export interface Completion {
	agency: { id: string; name: string };
	asOf: string;
	rows: CompletionRow[];
	total: CompletionFigures;
	rule: { version: string; text: string };
}

export interface FigurePerson {
	personId: string;
	fullName: string;
	unit: string;
	position: string;
	courseKey: string;
	courseTitle: LocalText;
	state: 'not_done' | 'overdue' | 'done';
	dueOn?: string;
	completedOn?: string;
}

export interface Indicator {
	code: string;
	name: string;
	formula: string;
	unit: string;
	value: number | null;
	previous: number | null;
	changeAbsolute: number | null;
	changePercent: number | null;
	cumulative: number | null;
	note?: string;
}

export interface BreakdownRow {
	name: string;
	[figure: string]: string | number | null;
}

export interface TrainingReport {
	agency: { id: string; name: string };
	period: Period;
	asOf: string;
	indicators: Indicator[];
	byField: BreakdownRow[];
	byAudience: BreakdownRow[];
	classes: BreakdownRow[];
}
