package certificate

import (
	"slices"

	"taphuan/internal/fault"
)

// Cause is why something is done to a certificate, from a short list that strangers read.
type Cause string

// The causes.
const (
	Lost            Cause = "lost"
	Damaged         Cause = "damaged"
	WrongName       Cause = "wrong_name"
	WrongFacts      Cause = "wrong_facts"
	ResultAnnulled  Cause = "result_annulled"
	IssuedInError   Cause = "issued_in_error"
	HolderRequested Cause = "holder_requested"
)

var causes = map[LineKind][]Cause{
	Reissue:    {Lost, Damaged},
	Correction: {WrongName, WrongFacts},
	Revocation: {ResultAnnulled, IssuedInError, HolderRequested},
}

// Causes are those of an act, in the order in which they are offered.
func Causes(kind LineKind) []Cause { return slices.Clone(causes[kind]) }

// Words are the cause in words.
func (c Cause) Words() fault.Text { return causeWords[c] }

var causeWords = map[Cause]fault.Text{
	Lost:            {VI: "Bản đã cấp bị mất", EN: "The copy was lost"},
	Damaged:         {VI: "Bản đã cấp bị hỏng", EN: "The copy was damaged"},
	WrongName:       {VI: "Họ tên trên giấy không đúng", EN: "The name was wrong"},
	WrongFacts:      {VI: "Thông tin trên giấy không đúng", EN: "What stood on it was wrong"},
	ResultAnnulled:  {VI: "Kết quả học bị hủy", EN: "The result was annulled"},
	IssuedInError:   {VI: "Cấp nhầm", EN: "Issued in error"},
	HolderRequested: {VI: "Theo đề nghị của người được cấp", EN: "At its holder's request"},
}
