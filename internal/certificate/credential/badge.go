package credential

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Badge is what an Open Badge (3.0) says of a certificate beside its facts.
type Badge struct {
	Facts       Facts
	ID          string // URI of the credential
	SubjectID   string // URI of the learner in this credential alone: two badges of one person share none
	IssuedAt    time.Time
	Course      string // address of the course's page
	Description string // what the course teaches
	Alignments  []Alignment
	Position    int64 // in the status lists
}

// Alignment is a competence of a framework that the course teaches.
type Alignment struct{ Framework, Version, Code string }

// The contexts of Open Badges 3.0 (section B.1), in the order that it asks for.
var badgeContexts = []string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}

// document is an OpenBadgeCredential. Its names belong to Open Badges 3.0 and to the Verifiable Credentials Data Model 2.0.
type document struct {
	Context    []string   `json:"@context"`
	ID         string     `json:"id"`
	Type       []string   `json:"type"`
	Name       string     `json:"name"`
	Issuer     profile    `json:"issuer"`
	ValidFrom  string     `json:"validFrom"`
	ValidUntil string     `json:"validUntil,omitempty"`
	Awarded    string     `json:"awardedDate"`
	Evidence   []evidence `json:"evidence"`
	Subject    subject    `json:"credentialSubject"`
	Status     status     `json:"credentialStatus"`
}

type profile struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
	URL  string   `json:"url"`
}

type evidence struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
}

type subject struct {
	ID            string        `json:"id"`
	Type          []string      `json:"type"`
	Identifier    []identity    `json:"identifier"`
	LicenseNumber string        `json:"licenseNumber"`
	Began         string        `json:"activityStartDate"`
	Ended         string        `json:"activityEndDate"`
	Achievement   achievement   `json:"achievement"`
	Result        []scoreResult `json:"result,omitempty"`
}

// identity tells whose badge it is by the name alone, in the clear. Everybody who reads the badge reads the certificate's
// page as well, where the name stands; a hash of a name is guessed at once, and would only keep wallets from showing it.
type identity struct {
	Type   string `json:"type"`
	Kind   string `json:"identityType"`
	Hashed bool   `json:"hashed"`
	Value  string `json:"identityHash"`
}

type achievement struct {
	ID          string              `json:"id"`
	Type        []string            `json:"type"`
	Kind        string              `json:"achievementType"`
	Name        string              `json:"name"`
	Description string              `json:"description"`
	HumanCode   string              `json:"humanCode"`
	Language    string              `json:"inLanguage"`
	Criteria    criteria            `json:"criteria"`
	Alignment   []alignment         `json:"alignment,omitempty"`
	Results     []resultDescription `json:"resultDescription,omitempty"`
}

type criteria struct {
	Narrative string `json:"narrative"`
}

type alignment struct {
	Type      []string `json:"type"`
	Name      string   `json:"targetName"`
	URL       string   `json:"targetUrl"`
	Code      string   `json:"targetCode"`
	Framework string   `json:"targetFramework"`
}

type resultDescription struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
	Kind string   `json:"resultType"`
	Min  string   `json:"valueMin"`
	Max  string   `json:"valueMax"`
}

type scoreResult struct {
	Type  []string `json:"type"`
	Of    string   `json:"resultDescription"`
	Value string   `json:"value"`
}

// frameworkPages are where the frameworks that courses name are published.
var frameworkPages = map[string]string{
	"DigComp":        "https://joint-research-centre.ec.europa.eu/digcomp_en",
	"CIS Controls":   "https://www.cisecurity.org/controls",
	"NIST SP 800-50": "https://csrc.nist.gov/pubs/sp/800/50/r1/final",
	"ENISA":          "https://www.enisa.europa.eu/topics/awareness-and-cyber-hygiene",
}

// document writes the badge for a platform.
func (b Badge) document(platform string) document {
	f := b.Facts
	d := document{Context: badgeContexts, ID: b.ID, Type: []string{"VerifiableCredential", "OpenBadgeCredential"}, Name: b.name(),
		Issuer:    profile{ID: issuerID(platform), Type: []string{"Profile"}, Name: strings.Join(f.Issuer, " - "), URL: platform},
		ValidFrom: stamp(b.IssuedAt), Awarded: stamp(b.IssuedAt),
		Evidence: []evidence{{ID: platform + "/xac-minh/" + f.Code, Type: []string{"Evidence"}, Name: "Trang xác minh giấy chứng nhận số " + f.Number}},
		Subject: subject{ID: b.SubjectID, Type: []string{"AchievementSubject"}, Identifier: []identity{{Type: "IdentityObject", Kind: "name", Value: f.Name}},
			LicenseNumber: f.Number, Began: stamp(begins(f.From)), Ended: stamp(ends(f.To)), Achievement: b.achievement()},
		Status: statusOf(platform, b.Position)}
	if f.ValidUntil != 0 {
		d.ValidUntil = stamp(ends(f.ValidUntil))
	}
	if f.Score != nil {
		scored := b.Course + "#diem"
		d.Subject.Achievement.Results = []resultDescription{{ID: scored, Type: []string{"ResultDescription"}, Name: "Điểm", Kind: "RawScore", Min: "0", Max: "10"}}
		d.Subject.Result = []scoreResult{{Type: []string{"Result"}, Of: scored, Value: fmt.Sprintf("%.1f", float64((*f.Score+5)/10)/10)}}
	}
	return d
}

func (b Badge) name() string {
	if b.Facts.Demo {
		return "MẪU - SỐ LIỆU MINH HỌA: " + b.Facts.CourseTitle
	}
	return b.Facts.CourseTitle
}

func (b Badge) achievement() achievement {
	f := b.Facts
	a := achievement{ID: b.Course, Type: []string{"Achievement"}, Kind: "CertificateOfCompletion", Name: f.CourseTitle, Description: b.Description,
		HumanCode: f.CourseCode, Language: "vi", Criteria: criteria{Narrative: fmt.Sprintf(
			"Hoàn thành mọi bài học và đạt bài kiểm tra cuối khóa của khóa «%s» (%s tiết, mỗi tiết 45 phút).", f.CourseTitle, trimmed(f.Periods))}}
	for _, to := range b.Alignments {
		page := frameworkPages[to.Framework]
		if page == "" {
			page = b.Course
		}
		a.Alignment = append(a.Alignment, alignment{Type: []string{"Alignment"}, Name: to.Framework + " " + to.Version + ": " + to.Code, URL: page,
			Code: to.Code, Framework: to.Framework + " " + to.Version})
	}
	return a
}

// trimmed writes hundredths as Viet Nam does, without needless zeros.
func trimmed(hundredths int) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d,%02d", hundredths/100, hundredths%100), "0"), ",")
}

// begins and ends are the first and the last second of a day in Viet Nam.
func begins(d Day) time.Time { return d.Time().Add(-7 * time.Hour) }
func ends(d Day) time.Time   { return begins(d + 1).Add(-time.Second) }

// stamp writes a moment as the data model asks (XML Schema dateTimeStamp).
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05Z") }

// fields are a document as its members.
func fields(document any) (map[string]any, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	var members map[string]any
	return members, json.Unmarshal(text, &members)
}
