package app_test

// matrixInput is how the matrix asks one route. Placeholders are filled for each relation between
// who asks and what is asked for: {agency} {person} {student} {class} {roster} {enrollment} {lesson} {attempt}
// {certificate} {code} {grant}; {username}, {period}, {media} and {unknown} are the same for all.
type matrixInput struct {
	path string // with placeholders in place of the parameters
	body string // JSON; empty: none
	file bool   // the body is a class list as a form
	// ends says that the call may end the caller's session: it is opened again afterwards.
	ends bool
	// open names why an object of another agency may be answered: public knowledge.
	open string
	// reads names the person whom the answer shows in a form that the test cannot read (a PDF).
	reads string
}

const (
	reasonBody = `{"reason":"Kiểm tra ma trận quyền"}`
	passkey    = `{"name":"Khóa","ceremonyId":"{unknown}","credential":{}}`
)

// matrixInputs has a line for every route of the program, by method and declared path.
// A new route: add its line, run `go test ./internal/app -run TestProvince/matrix -update`, and read
// the new rows of testdata/rights.golden as if they were the law.
var matrixInputs = map[string]matrixInput{
	"GET /instance":                     {path: "/instance"},
	"POST /session":                     {path: "/session", body: `{"username":"{username}","password":"hocvien-mau-138"}`},
	"POST /session/second-factor":       {path: "/session/second-factor", body: `{"ceremonyId":"{unknown}","code":"123456"}`},
	"POST /session/refresh":             {path: "/session/refresh", ends: true},
	"DELETE /session":                   {path: "/session", ends: true},
	"POST /session/passkey/begin":       {path: "/session/passkey/begin"},
	"POST /session/passkey/finish":      {path: "/session/passkey/finish", body: passkey},
	"GET /me":                           {path: "/me"},
	"POST /me/password":                 {path: "/me/password", body: `{"current":"không phải mật khẩu","next":"ba con mèo qua sông"}`, ends: true},
	"GET /me/sessions":                  {path: "/me/sessions"},
	"DELETE /me/sessions":               {path: "/me/sessions"},
	"DELETE /me/sessions/{id}":          {path: "/me/sessions/{unknown}"},
	"POST /me/totp":                     {path: "/me/totp"},
	"POST /me/totp/confirm":             {path: "/me/totp/confirm", body: `{"code":"000000"}`},
	"DELETE /me/totp":                   {path: "/me/totp", body: `{"password":"không phải mật khẩu"}`},
	"GET /me/passkeys":                  {path: "/me/passkeys"},
	"POST /me/passkeys/begin":           {path: "/me/passkeys/begin"},
	"POST /me/passkeys/finish":          {path: "/me/passkeys/finish", body: passkey},
	"DELETE /me/passkeys/{id}":          {path: "/me/passkeys/{unknown}"},
	"GET /me/readers":                   {path: "/me/readers"},
	"GET /me/account-events":            {path: "/me/account-events"},
	"GET /me/learning":                  {path: "/me/learning"},
	"GET /me/certificates":              {path: "/me/certificates"},
	"GET /audit/entries":                {path: "/audit/entries"},
	"GET /audit/entries.csv":            {path: "/audit/entries.csv"},
	"GET /audit/actions":                {path: "/audit/actions"},
	"GET /agencies":                     {path: "/agencies"},
	"GET /agencies/{id}/people":         {path: "/agencies/{agency}/people?pageSize=100"},
	"GET /agencies/{id}/school-classes": {path: "/agencies/{agency}/school-classes"},
	"POST /agencies/{id}/rosters":       {path: "/agencies/{agency}/rosters", file: true},
	"POST /agencies/{id}/slips":         {path: "/agencies/{agency}/slips", body: `{"schoolClassId":"{class}"}`, reads: "{student}"},
	"POST /agencies/{id}/school-classes/{classId}/enrollments": {path: "/agencies/{agency}/school-classes/{class}/enrollments", body: `{"courseKey":"an1"}`},
	"GET /rosters/{id}":                                  {path: "/rosters/{roster}"},
	"POST /rosters/{id}/commit":                          {path: "/rosters/{roster}/commit"},
	"GET /rosters/{id}/file":                             {path: "/rosters/{roster}/file"},
	"GET /accounts":                                      {path: "/accounts?pageSize=100"},
	"GET /people/{personId}/account":                     {path: "/people/{person}/account"},
	"PUT /people/{personId}/account/disabled":            {path: "/people/{person}/account/disabled", body: `{"disabled":true,"reason":"Kiểm tra ma trận quyền"}`},
	"POST /people/{personId}/account/end-sessions":       {path: "/people/{person}/account/end-sessions", body: reasonBody},
	"POST /people/{personId}/account/reset-factors":      {path: "/people/{person}/account/reset-factors", body: reasonBody},
	"GET /people/{personId}/grants":                      {path: "/people/{person}/grants"},
	"POST /people/{personId}/grants":                     {path: "/people/{person}/grants", body: `{"role":"agency_leader","agencyId":"{agency}","document":"12/QĐ (mẫu)"}`},
	"POST /grants/{id}/revoke":                           {path: "/grants/{grant}/revoke", body: reasonBody},
	"GET /grants/roles":                                  {path: "/grants/roles?agencyId={agency}"},
	"GET /courses":                                       {path: "/courses"},
	"GET /courses/{key}":                                 {path: "/courses/an1"},
	"POST /courses/{key}/enrollment":                     {path: "/courses/an1/enrollment"},
	"GET /enrollments/{id}":                              {path: "/enrollments/{enrollment}"},
	"GET /enrollments/{id}/lessons/{lessonId}":           {path: "/enrollments/{enrollment}/lessons/{lesson}"},
	"POST /enrollments/{id}/lessons/{lessonId}/done":     {path: "/enrollments/{enrollment}/lessons/{lesson}/done"},
	"POST /enrollments/{id}/lessons/{lessonId}/playback": {path: "/enrollments/{enrollment}/lessons/{lesson}/playback"},
	"POST /enrollments/{id}/lessons/{lessonId}/watch":    {path: "/enrollments/{enrollment}/lessons/{lesson}/watch", body: `{"playbackId":"{unknown}","positionMs":0,"segments":[]}`},
	"POST /enrollments/{id}/tests/{kind}/attempts":       {path: "/enrollments/{enrollment}/tests/pre_test/attempts"},
	"GET /attempts/{id}":                                 {path: "/attempts/{attempt}"},
	"PUT /attempts/{id}/answers":                         {path: "/attempts/{attempt}/answers", body: `{"answers":[{"position":1,"revision":1,"payload":{"choices":[0]}}]}`},
	"POST /attempts/{id}/submit":                         {path: "/attempts/{attempt}/submit"},
	"GET /attempts/{id}/result":                          {path: "/attempts/{attempt}/result"},
	"GET /media/:id":                                     {path: "/media/{media}"},
	"HEAD /media/:id":                                    {path: "/media/{media}"},
	"GET /api/v1/certificates/:id/pdf":                   {path: "/api/v1/certificates/{certificate}/pdf"},
	"GET /xac-minh/:code":                                {path: "/xac-minh/{code}", open: "a certificate is verified by whoever holds it"},
	"HEAD /xac-minh/:code":                               {path: "/xac-minh/{code}", open: "a certificate is verified by whoever holds it"},
	"GET /xac-minh":                                      {path: "/xac-minh"},
	"HEAD /xac-minh":                                     {path: "/xac-minh"},
	"GET /xac-minh.css":                                  {path: "/xac-minh.css"},
	"HEAD /xac-minh.css":                                 {path: "/xac-minh.css"},
	"GET /periods":                                       {path: "/periods"},
	"GET /figures/completion":                            {path: "/figures/completion?agencyId={agency}"},
	"GET /figures/people":                                {path: "/figures/people?agencyId={agency}&pageSize=100"},
	"GET /reports/training-results":                      {path: "/reports/training-results?agencyId={agency}&periodId={period}"},
	"GET /api/v1/figures/completion.xlsx":                {path: "/api/v1/figures/completion.xlsx?agencyId={agency}"},
	"GET /api/v1/figures/people.xlsx":                    {path: "/api/v1/figures/people.xlsx?agencyId={agency}&state=not_done"},
	"GET /api/v1/reports/training-results.docx":          {path: "/api/v1/reports/training-results.docx?agencyId={agency}&periodId={period}"},
	"GET /api/v1/reports/training-results.xlsx":          {path: "/api/v1/reports/training-results.xlsx?agencyId={agency}&periodId={period}"},
}
