package postgres

// The closed list of system reasons. A test fails when System is called with anything else.
const (
	SignIn             Reason = "sign-in"            // find an account before anybody is known
	LoadPrincipal      Reason = "load-principal"     // read the grants of a signed-in person
	WatchSessions      Reason = "watch-sessions"     // poll ended sessions and changed grants
	VerifyCertificate  Reason = "verify-certificate" // the public verification page
	FindDuplicates     Reason = "find-duplicates"    // one person entered by two agencies
	IssueCertificate   Reason = "job:issue-certificate"
	KeepRegister       Reason = "keep-register" // lines of an issuer's register, for those who keep it and who approve its acts
	FoldFigures        Reason = "job:fold-figures"
	RebuildFigures     Reason = "job:rebuild-figures"
	CloseAttempts      Reason = "job:close-attempts"      // submit attempts whose deadline has passed
	CountFigures       Reason = "count-figures"           // unit totals for province roles: numbers leave, persons do not
	CountWatching      Reason = "count-watching"          // how a video is watched, for its authors: numbers from five people up
	CountAnswers       Reason = "count-answers"           // how the questions of a test are answered, for its authors: numbers from ten people up
	CorrectKeys        Reason = "job:correct-keys"        // grade attempts again by a corrected key: numbers leave, persons do not
	CompareAnswers     Reason = "job:compare-answers"     // find papers that are alike beyond chance, for their examiners
	ForgetObservations Reason = "job:forget-observations" // delete what was noted about attempts, 90 days after the result is final
	ForgetUploads      Reason = "job:forget-uploads"      // delete what was brought to a question bank and not used within 30 days
	CleanIdentity      Reason = "job:clean-identity"      // delete expired sessions, devices and counters
	ForgetWatching     Reason = "job:forget-watching"     // delete what players reported, 90 days after completion
	PruneDeltas        Reason = "job:prune-deltas"        // delete changes of figures that were folded long ago
	MoveAgencies       Reason = "move-agencies"           // an event of agencies moves their people: numbers leave, persons do not
	WriteNotices       Reason = "job:write-notices"       // tell people what is due, and send their mail
	NameReaders        Reason = "name-readers"            // name whoever opened somebody's data or stands in the audit log
	FindUsername       Reason = "find-username"           // whose user name an administrator typed; the person is then read by their right
	ReadAuditLog       Reason = "read-audit-log"          // entries of the platform itself belong to no agency
	TurnPostings       Reason = "job:turn-postings"       // move people to the agency of the posting that begins today
	TendRosters        Reason = "job:tend-rosters"        // find lists that a crash left half written
	SeatParticipants   Reason = "seat-participants"       // give the places of a class by its queue, whoever freed one
	FollowClass        Reason = "job:follow-class"        // enroll those who are named for a class and note their attendance
	FinishUpload       Reason = "job:finish-upload"       // make a video of an upload that has arrived
	CollectMedia       Reason = "job:collect-media"       // delete expired uploads and files that nobody names
	CreateAdmin        Reason = "command:create-admin"
	ImportCourses      Reason = "command:import-courses"
)
