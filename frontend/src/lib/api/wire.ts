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
export type MyLearning = Schemas['LearningMyLearning'];
export type OwnRecognition = Schemas['LearningOwnRecognition'];
export type Enrollment = Schemas['LearningEnrollment'];
export type EnrollmentTest = Schemas['LearningTestState'];
export type Lesson = Schemas['LearningLessonPage'];
export type LessonState = Lesson['state'];
export type Block = Schemas['LearningBlock'];
export type DecisionOption = Schemas['LearningBlockOption'];
export type CalloutTone = NonNullable<Block['tone']>;
export type Video = Schemas['LearningVideo'];
export type Range = Schemas['LearningGap'];
export type Rendition = Schemas['LearningRendition'];
export type Thumbnails = Schemas['LearningThumbnails'];
export type VideoQuestion = Schemas['LearningVideoQuestion'];
export type AnswerFeedback = Schemas['LearningQuestionFeedback'];
export type StoredSegment = Schemas['LearningStoredSegment'];
export type Watching = Schemas['LearningWatching'];
export type WatchResult = Schemas['LearningLessonResult'];

export type TestFigures = Schemas['AssessmentTestFigures'];
export type TestSummary = Schemas['AssessmentTestSummary'];
export type TestGain = Schemas['AssessmentTestGain'];
export type ItemFigures = Schemas['AssessmentItemFigures'];
export type LabelFigure = Schemas['AssessmentLabelFigure'];
export type PassRate = Schemas['AssessmentPassRate'];

export type Attempt = Schemas['AssessmentAttempt'];
export type Item = Schemas['AssessmentAttemptItem'];
export type Answer = Schemas['AssessmentGivenAnswer'];
export type Question = Schemas['AssessmentQuestionView'];
export type Choice = Schemas['AssessmentChoiceView'];
export type QuestionGap = Schemas['AssessmentGapView'];
export type QuestionImage = Schemas['AssessmentQuestionImage'];
export type Criterion = Schemas['AssessmentCriterionView'];
export type AnswerPayload = Schemas['AssessmentAnswerPayload'];
export type PartPayload = Schemas['AssessmentPartPayload'];
export type GapAnswer = Schemas['AssessmentGapAnswer'];
export type ImagePick = Schemas['AssessmentPick'];
export type AnswerFile = Schemas['AssessmentFile'];
export type AttemptResult = Schemas['AssessmentAttemptResult'];
export type ResultItem = Schemas['AssessmentResultItem'];
export type Script = Schemas['AssessmentScript'];
export type Appeal = Schemas['AssessmentAppeal'];
export type PointChange = Schemas['AssessmentPointChange'];
export type MarkedCriterion = Schemas['AssessmentMarkedCriterion'];
export type MarkedTest = Schemas['AssessmentMarkedTest'];
export type Correction = Schemas['AssessmentCorrection'];
export type QuestionVersion = Schemas['AssessmentQuestionVersion'];
export type QuestionReview = Schemas['AssessmentQuestionReview'];
export type ResultOption = Schemas['AssessmentResultOption'];
export type ResultRow = Schemas['AssessmentResultRow'];
export type ResultHotspot = Schemas['AssessmentResultHotspot'];
export type ResultRegion = Schemas['AssessmentResultRegion'];

export type Notice = Schemas['NotifyNotice'];
export type NoticeKind = Notice['kind'];
export type NoticeSettings = Schemas['NotifySettings'];
export type SentMail = Schemas['NotifySentMail'];

export type Certificate = Schemas['Certificate'];

export type SchoolClass = Schemas['OrganizationSchoolClass'];
export type Agency = Schemas['OrganizationAgency'];
export type Person = Schemas['OrganizationPerson'];
export type PersonList = Schemas['OrganizationPersonList'];
export type PersonPage = Schemas['OrganizationPersonPage'];
export type Posting = Schemas['OrganizationPosting'];
export type PostingEntry = Schemas['OrganizationPostingEntry'];
export type FactCount = Schemas['OrganizationFactCount'];
export type Transfer = Schemas['OrganizationTransfer'];
export type Duplicate = Schemas['OrganizationDuplicate'];
export type Pair = Schemas['OrganizationPair'];
export type Merge = Schemas['OrganizationMerge'];
export type ClassTeacher = Schemas['OrganizationClassTeacher'];
export type Rollover = Schemas['OrganizationRollover'];
export type Roster = Schemas['OrganizationRoster'];
export type RosterRow = Schemas['OrganizationRosterRow'];
export type RosterLine = Schemas['OrganizationRosterLine'];
export type RosterKind = RosterLine['kind'];
export type RosterColumns = Schemas['OrganizationRosterColumns'];
export type RosterColumn = Schemas['OrganizationRosterColumn'];
export type ApiToken = Schemas['OrganizationAPIToken'];
export type UnusedSlip = Schemas['OrganizationUnusedSlip'];
export type Verdict = RosterRow['verdict'];

export type Requirement = Schemas['LearningRequirement'];
export type RequirementDraft = Schemas['LearningRequirementDraft'];
export type RequirementRule = Schemas['LearningRequirementRule'];
export type RequirementPreview = Schemas['LearningRequirementPreview'];
export type Exemption = Schemas['LearningExemption'];
export type Absence = Schemas['LearningAbsence'];
export type MatrixCell = Schemas['ReportingMatrixCell'];

export type Period = Schemas['PlanningPeriod'];
export type Completion = Schemas['ReportingCompletion'];
export type CompletionRow = Schemas['ReportingCompletionRow'];
export type CompletionFigures = Schemas['ReportingCompletionFigures'];
export type FigurePerson = Schemas['ReportingFigurePerson'];
export type TrainingReport = Schemas['ReportingTrainingReport'];
export type Indicator = Schemas['ReportingIndicator'];
export type BreakdownRow = Schemas['ReportingBreakdownRow'];

export type Account = Schemas['OrganizationAccount'];
export type Grant = Schemas['OrganizationGrant'];
export type AuditEntry = Schemas['AuditEntry'];
export type Recognition = Schemas['LearningRecognition'];
export type RecognitionCase = Schemas['LearningRecognitionCase'];
export type TargetRow = Schemas['ReportingTargetRow'];
export type Targets = Schemas['ReportingTargets'];
export type Measure = Targets['measure'];
export type PlannedTraining = Schemas['PlanningPlannedTraining'];
export type TrainingPlan = Schemas['PlanningTrainingPlan'];
export type AgencyItem = Schemas['OrganizationAgency'];
export type AgencyPage = Schemas['OrganizationAgencyPage'];
export type AgencyPastEvent = Schemas['OrganizationAgencyPastEvent'];
export type AgencyRef = Schemas['OrganizationAgencyRef'];
export type AgencyVersion = Schemas['OrganizationAgencyVersion'];
export type AgencyDetails = Schemas['OrganizationAgencyDetails'];
export type AgencyEvent = Schemas['OrganizationAgencyEvent'];
export type AgencyEventPreview = Schemas['OrganizationAgencyEventPreview'];
export type AgencySheet = Schemas['OrganizationAgencySheet'];
export type AgencySheetRow = Schemas['OrganizationAgencySheetRow'];
export type Restatement = Schemas['PlanningRestatement'];
export type GatheringLine = Schemas['PlanningGatheringLine'];
export type ComparableLine = Schemas['ReportingComparableLine'];
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
export type StandingMarks = Schemas['GatheringStandingMarks'];
export type ReportClass = Schemas['ReportingClassRow'];
export type LibraryVideo = Schemas['MediaVideo'];
export type VideoDetails = Schemas['MediaVideoDetails'];
export type VideoRoom = Schemas['MediaRoom'];
export type UnfinishedUpload = Schemas['MediaUpload'];

export type VideoCaptions = Schemas['MediaVideoCaptions'];
export type CaptionLanguage = Schemas['MediaCaptionLanguage'];
export type VideoCaptionTrack = Schemas['MediaCaptions'];
export type CaptionSound = Schemas['MediaSound'];
export type MadeCaptions = Schemas['MediaMadeCaptions'];
