package document

import "time"

// DemoMark stands on every page made from invented data.
const DemoMark = "MẪU - SỐ LIỆU MINH HỌA"

// Document (văn bản) is one official document. Texts are in sentence case; writers capitalize where
// the form asks for capitals.
type Document struct {
	Header     Header
	Kind       string   // tên loại: "Báo cáo"
	Summary    string   // trích yếu; a line break starts a new printed line
	Addressees []string // kính gửi; empty when the document goes to nobody in particular
	Blocks     []Block
	Closing    string   // last sentence of the body, without the final "./."
	Recipients []string // nơi nhận, without dashes and punctuation; the archive line last: "Lưu: VT, CNTT"
	Signature  Signature
	Annexes    []Annex
	Demo       bool
	MadeAt     time.Time // stored in the file's properties; the clock is the caller's
}

// HeaderKind chooses the form of the first lines by the kind of the issuer.
type HeaderKind string

// The kinds of issuers. Party bodies, the Fatherland Front and mass organizations have forms of their
// own and get Plain: no national title, the rest as usual.
const (
	Department        HeaderKind = "department"         // sở, ban, ngành
	Commune           HeaderKind = "commune"            // ủy ban nhân dân xã, phường, đặc khu
	Police            HeaderKind = "police"             // công an
	SteeringCommittee HeaderKind = "steering_committee" // ban chỉ đạo
	School            HeaderKind = "school"             // trường
	Plain             HeaderKind = "plain"
)

// Header (phần đầu văn bản) names the issuer and leaves room for number and date.
type Header struct {
	Kind     HeaderKind
	Parent   string     // "UBND tỉnh Quảng Ngãi"; none for a commune, "Bộ Công an" by default for police
	Issuer   string     // "Sở Khoa học và Công nghệ"; for a commune "Xã Bình Minh"
	FullName string     // as a sentence names the issuer; Issuer by default
	Symbol   string     // ký hiệu: "BC-SKHCN"
	Number   string     // blank until the registry gives one
	Place    string     // "Quảng Ngãi"; in full where the form asks for it: "Xã Nguyễn Nghiêm"
	Date     *time.Time // nil leaves day and month blank
	Year     int        // printed while Date is nil; 0 leaves it blank too
}

// Signature (phần ký) is authority and post as separate lines, and the name once known.
type Signature struct {
	Lines []string // "KT. Giám đốc", "Phó Giám đốc"
	Name  string
}

// Annex (phụ lục) is a part with its own page numbers. Several annexes get Roman numbers.
type Annex struct {
	Title     string
	Landscape bool
	Blocks    []Block
}
