package access

import "taphuan/internal/fault"

// Role (vai trò) is what a person is trusted with, inside an agency's subtree.
type Role string

// The roles of the plan (who they are: the glossary in docs).
const (
	Learner         Role = "learner"          // học viên: everyone with an account
	ClassTeacher    Role = "class_teacher"    // giáo viên chủ nhiệm: one school class of one year
	FocalPoint      Role = "focal_point"      // đầu mối: roster and figures of the own agency
	AgencyLeader    Role = "agency_leader"    // lãnh đạo cơ quan: figures and report of the own agency
	ProvinceManager Role = "province_manager" // quản lý cấp tỉnh: figures of units, never persons
	StandingAgency  Role = "standing_agency"  // cơ quan thường trực: plans, reports, figures of units
	Author          Role = "author"           // biên soạn: courses
	Reviewer        Role = "reviewer"         // thẩm định nội dung: second person for courses
	Inspector       Role = "inspector"        // kiểm tra, đánh giá: reads the agencies named, by document, until a day
	Grader          Role = "grader"           // giám khảo: marks answers without names, of the own agency's people
	Examiner        Role = "examiner"         // phụ trách khảo thí: appeals, corrections of keys, moderation; never names
	Registrar       Role = "registrar"        // cán bộ giữ sổ: the register of the certificates that the own agency issues
	SystemAdmin     Role = "system_admin"     // quản trị hệ thống: accounts, grants, audit; no marks
)

// Permission names one coarse right. Routes declare one each; without one a route is refused.
type Permission string

// The coarse rights.
const (
	Public               Permission = "public"               // no sign-in needed
	SignedIn             Permission = "signed_in"            // any account, even before its first password change
	Learn                Permission = "learn"                // own courses, tests and certificates
	ReadPeople           Permission = "people.read"          // person rows of the own agency
	ManageRoster         Permission = "roster.manage"        // import lists, enroll classes
	PrintSlips           Permission = "slip.print"           // one-time passwords
	ReadAgencyFigure     Permission = "figures.agency"       // figures of the own subtree
	ReadUnitFigures      Permission = "figures.province"     // figures of every unit, no persons
	ReadReport           Permission = "report.read"          // the training part of the report
	ManagePlan           Permission = "plan.manage"          // plans and periods
	ManageDuties         Permission = "requirement.manage"   // required learning of the own subtree
	ManageProvinceDuties Permission = "requirement.province" // required learning of any unit, in numbers
	ApproveExemption     Permission = "exemption.approve"    // the second person of an exemption
	ManageCourses        Permission = "course.manage"        // import and edit courses
	ReviewQuestions      Permission = "question.review"      // approve questions that somebody else wrote
	ManageAccounts       Permission = "account.manage"       // disable, grant, revoke
	ReadAudit            Permission = "audit.read"           // the audit log
	ReadRegister         Permission = "register.read"        // the certificate register of the own agency
	ManageRegister       Permission = "register.manage"      // keep the register of the certificates that the own agency issues
	ApproveRegister      Permission = "register.approve"     // the second person of an act in that register
	ManagePeople         Permission = "people.manage"        // add, correct, move and merge people; class teachers
	ManageAgencies       Permission = "agency.manage"        // the tree of agencies and its events
	ManageVerification   Permission = "verification.manage"  // whether strangers who verify certificates read the own agency's name
	ManageClasses        Permission = "class.manage"         // training classes of the own agency; names of people need more
	ManageTrainingPlan   Permission = "training_plan.manage" // the own agency's yearly training plan
	CheckRecognition     Permission = "recognition.check"    // check certificates from elsewhere and propose them
	AcceptRecognition    Permission = "recognition.accept"   // accept, refuse and withdraw them
	MarkAnswers          Permission = "marking.do"           // mark answers that carry no name
	ManageGrading        Permission = "grading.manage"       // appeals, corrections of keys and moderation, without names
	ReadGradeHistory     Permission = "grading.history"      // how a result came about
	ManageSittings       Permission = "sitting.manage"       // when the own people, or the own class, take a test
)

// permissions is the matrix: what each role may do inside its agencies.
var permissions = map[Role][]Permission{
	Learner:      {Learn},
	ClassTeacher: {Learn, ReadPeople, PrintSlips, ManageSittings},
	FocalPoint: {Learn, ReadPeople, ManagePeople, ManageRoster, PrintSlips, ReadAgencyFigure, ReadReport, ManageDuties, ReadRegister,
		ManageClasses, ManageTrainingPlan, CheckRecognition, ManageSittings, ManageVerification},
	AgencyLeader: {Learn, ReadPeople, ReadAgencyFigure, ReadReport, ReadRegister, ApproveExemption, AcceptRecognition, ManageSittings,
		ManageVerification, ApproveRegister},
	ProvinceManager: {Learn, ReadUnitFigures, ReadReport, ManageClasses},
	StandingAgency:  {Learn, ReadUnitFigures, ReadReport, ManagePlan, ManageProvinceDuties, ManageAgencies, ManageClasses},
	Author:          {Learn, ManageCourses},
	Reviewer:        {Learn, ManageCourses, ReviewQuestions},
	Inspector:       {Learn, ReadPeople, ReadAgencyFigure, ReadReport, ReadRegister, ReadGradeHistory},
	Grader:          {Learn, MarkAnswers},
	Examiner:        {Learn, MarkAnswers, ManageGrading, ReadGradeHistory},
	Registrar:       {Learn, ReadRegister, ManageRegister},
	SystemAdmin:     {Learn, ManageAccounts, ReadAudit, ManageCourses, ManageAgencies, ManageVerification},
}

// Roles lists every role, in the order in which people meet them.
func Roles() []Role {
	return []Role{Learner, ClassTeacher, FocalPoint, AgencyLeader, ProvinceManager, StandingAgency, Author, Reviewer, Inspector, Grader, Examiner, Registrar, SystemAdmin}
}

// Permissions lists every coarse right, in the order of their declaration.
func Permissions() []Permission {
	return []Permission{Public, SignedIn, Learn, ReadPeople, ManageRoster, PrintSlips, ReadAgencyFigure, ReadUnitFigures,
		ReadReport, ManagePlan, ManageDuties, ManageProvinceDuties, ApproveExemption, ManageCourses, ManageAccounts, ReadAudit, ReadRegister,
		ManagePeople, ManageAgencies, ManageClasses, ManageTrainingPlan, CheckRecognition, AcceptRecognition,
		MarkAnswers, ManageGrading, ReadGradeHistory, ManageSittings, ReviewQuestions, ManageVerification, ManageRegister, ApproveRegister}
}

// Allows reports whether the role carries the right.
func (r Role) Allows(p Permission) bool {
	if p == Public || p == SignedIn {
		return true
	}
	for _, own := range permissions[r] {
		if own == p {
			return true
		}
	}
	return false
}

// SecondPerson reports whether the right is the word of a second person: whoever prepares a case must
// never get at it through somebody else's account.
func (p Permission) SecondPerson() bool {
	return p == AcceptRecognition || p == ApproveExemption || p == ReviewQuestions || p == ApproveRegister
}

// Administers reports whether the role needs a second factor outside demonstration mode.
func (r Role) Administers() bool { return r != Learner && r != ClassTeacher }

// Name returns the role's name as people read it.
func (r Role) Name() fault.Text { return roleNames[r] }

var roleNames = map[Role]fault.Text{
	Learner:         {VI: "Học viên", EN: "Learner"},
	ClassTeacher:    {VI: "Giáo viên chủ nhiệm", EN: "Class teacher"},
	FocalPoint:      {VI: "Đầu mối cơ quan", EN: "Focal point"},
	AgencyLeader:    {VI: "Lãnh đạo cơ quan", EN: "Agency leader"},
	ProvinceManager: {VI: "Quản lý cấp tỉnh", EN: "Province manager"},
	StandingAgency:  {VI: "Cơ quan thường trực", EN: "Standing agency"},
	Author:          {VI: "Biên soạn nội dung", EN: "Author"},
	Reviewer:        {VI: "Thẩm định nội dung", EN: "Reviewer"},
	Inspector:       {VI: "Kiểm tra, đánh giá", EN: "Inspector"},
	Grader:          {VI: "Giám khảo", EN: "Grader"},
	Examiner:        {VI: "Phụ trách khảo thí", EN: "Examiner"},
	Registrar:       {VI: "Cán bộ giữ sổ", EN: "Registrar"},
	SystemAdmin:     {VI: "Quản trị hệ thống", EN: "System administrator"},
}
