// Names for the wire shapes, which schema.d.ts holds as generated from openapi.json (`npm run gen:api`).
// Scores are integer hundredths (700 = 7.00), instants RFC 3339 in UTC, days YYYY-MM-DD.
import type { components } from './schema';

type Schemas = components['schemas'];

export type LocalText = Schemas['LocalText'];
export type Problem = Schemas['Problem'];
export type FieldProblem = Schemas['FieldProblem'];

export type Me = Schemas['IdentityMe'];
export type Instance = Schemas['IdentityInstance'];
export type DemoAccount = Schemas['IdentityDemoAccount'];
export type TotpSetup = Schemas['IdentityTOTPSetup'];
export type Reader = Schemas['Reader'];

export type CourseCard = Schemas['CatalogCourseCard'];
export type Course = Schemas['CatalogCoursePage'];

export type Duty = Schemas['LearningDuty'];
export type Enrollment = Schemas['LearningEnrollment'];
export type EnrollmentTest = Schemas['LearningTestState'];
export type Lesson = Schemas['LearningLessonPage'];
export type LessonState = Lesson['state'];
export type Block = Schemas['LearningBlock'];
export type DecisionOption = Schemas['LearningBlockOption'];
export type CalloutTone = NonNullable<Block['tone']>;
export type Video = Schemas['LearningVideo'];
export type Range = Schemas['LearningGap'];
export type WatchResult = Schemas['LearningLessonResult'];

export type Attempt = Schemas['AssessmentAttempt'];
export type Item = Schemas['AssessmentAttemptItem'];
export type Answer = Schemas['AssessmentGivenAnswer'];
export type AnswerPayload = Schemas['AssessmentAnswerPayload'];
export type AttemptResult = Schemas['AssessmentAttemptResult'];
export type ResultItem = Schemas['AssessmentResultItem'];

export type Certificate = Schemas['Certificate'];

export type SchoolClass = Schemas['OrganizationSchoolClass'];
export type Roster = Schemas['OrganizationRoster'];
export type RosterRow = Schemas['OrganizationRosterRow'];
export type Verdict = RosterRow['verdict'];

export type Period = Schemas['PlanningPeriod'];
export type Completion = Schemas['ReportingCompletion'];
export type CompletionRow = Schemas['ReportingCompletionRow'];
export type CompletionFigures = Schemas['ReportingCompletionFigures'];
export type FigurePerson = Schemas['ReportingFigurePerson'];
export type TrainingReport = Schemas['ReportingTrainingReport'];
export type Indicator = Schemas['ReportingIndicator'];
export type BreakdownRow = Schemas['ReportingBreakdownRow'];

export type TrainingClass = Schemas['GatheringTrainingClass'];
export type ClassPage = Schemas['GatheringClassPage'];
export type ClassPlan = Schemas['GatheringClassPlan'];
export type ClassSession = Schemas['GatheringClassSession'];
export type ClassParticipant = Schemas['GatheringClassParticipant'];
export type StaffChoice = Schemas['GatheringStaffChoice'];
export type MyTrainingClass = Schemas['GatheringMyTrainingClass'];
export type RollCall = Schemas['GatheringRollCall'];
export type RollLine = Schemas['GatheringRollLine'];
export type MarkMade = Schemas['GatheringMarkMade'];
export type ReportClass = Schemas['ReportingClassRow'];
