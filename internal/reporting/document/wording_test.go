package document

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestHeaderByKind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header   Header
		superior string
		issuer   []string
		name     string
	}{
		{Header{Kind: Department, Parent: "UBND tỉnh Quảng Ngãi", Issuer: "Sở Nội vụ"}, "UBND TỈNH QUẢNG NGÃI", []string{"SỞ NỘI VỤ"}, "Sở Nội vụ"},
		{Header{Kind: Commune, Parent: "UBND tỉnh Quảng Ngãi", Issuer: "Xã Bình Minh"}, "", []string{"ỦY BAN NHÂN DÂN", "XÃ BÌNH MINH"}, "Ủy ban nhân dân xã Bình Minh"},
		{Header{Kind: Commune, Issuer: "Đặc khu Lý Sơn"}, "", []string{"ỦY BAN NHÂN DÂN", "ĐẶC KHU LÝ SƠN"}, "Ủy ban nhân dân đặc khu Lý Sơn"},
		{Header{Kind: Police, Issuer: "Công an tỉnh Quảng Ngãi"}, "BỘ CÔNG AN", []string{"CÔNG AN TỈNH QUẢNG NGÃI"}, "Công an tỉnh Quảng Ngãi"},
		{Header{Kind: SteeringCommittee, Parent: "UBND tỉnh Quảng Ngãi", Issuer: "Ban Chỉ đạo 138", FullName: "Ban Chỉ đạo 138 tỉnh Quảng Ngãi"},
			"UBND TỈNH QUẢNG NGÃI", []string{"BAN CHỈ ĐẠO 138"}, "Ban Chỉ đạo 138 tỉnh Quảng Ngãi"},
		{Header{Kind: School, Parent: "UBND xã Bình Minh", Issuer: "Trường THCS Bình Minh"}, "UBND XÃ BÌNH MINH", []string{"TRƯỜNG THCS BÌNH MINH"}, "Trường THCS Bình Minh"},
	} {
		if got := c.header.superior(); got != c.superior {
			t.Errorf("%s: superior %q, want %q", c.name, got, c.superior)
		}
		if diff := cmp.Diff(c.issuer, c.header.issuerLines()); diff != "" {
			t.Errorf("%s: issuer (-want +got):\n%s", c.name, diff)
		}
		if got := c.header.name(); got != c.name {
			t.Errorf("name %q, want %q", got, c.name)
		}
	}
}

func TestPlainHeaderHasNoNationalTitle(t *testing.T) {
	t.Parallel()
	d := report()
	d.Header.Kind = Plain
	if strings.Contains(parts(t, word(t, d))["word/document.xml"], nationalTitle) {
		t.Error("an issuer outside Nghị định 30 got the national title")
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	for want, day := range map[string]time.Time{
		"ngày 05 tháng 01 năm 2026": time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC),
		"ngày 28 tháng 02 năm 2026": time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC),
		"ngày 09 tháng 5 năm 2026":  time.Date(2026, 5, 9, 0, 0, 0, 0, time.UTC),
		"ngày 10 tháng 11 năm 2026": time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC),
	} {
		if got := (Header{Date: &day}).day(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := (Header{Year: 2026, Symbol: "BC-X"}); got.day() != "ngày      tháng      năm 2026" || got.numbered() != "      /BC-X" {
		t.Errorf("blank number and date: %q, %q", got.numbered(), got.day())
	}
}

func TestHeadingNumbers(t *testing.T) {
	t.Parallel()
	var number counter
	var got []string
	for _, level := range []int{1, 2, 3, 3, 3, 3, 3, 2, 3, 1, 2} {
		got = append(got, strings.Fields(number.next(Heading{level, "Mục"}))[0])
	}
	want := strings.Fields("I. 1. a) b) c) d) đ) 2. a) II. 1.")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
}

func TestPunctuation(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"tổng hợp", "tổng hợp.", "tổng hợp./.", "tổng hợp . "} {
		if got := ended(text); got != "tổng hợp./." {
			t.Errorf("ended(%q) = %q", text, got)
		}
	}
	want := []string{"- Như trên;", "- Lưu: VT."}
	if diff := cmp.Diff(want, listed([]string{"Như trên;", "Lưu: VT"})); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"SỞ KHOA HỌC", "VÀ CÔNG NGHỆ"}, balanced("SỞ KHOA HỌC VÀ CÔNG NGHỆ")); diff != "" {
		t.Errorf("break (-want +got):\n%s", diff)
	}
	if got := roman(14) + " " + roman(39); got != "XIV XXXIX" {
		t.Errorf("roman: %s", got)
	}
}

func TestCellText(t *testing.T) {
	t.Parallel()
	for want, cell := range map[string]Cell{
		"0": Count(0), "999": Count(999), "1.000": Count(1000), "-1.234.567": Count(-1234567),
		"+12": Change(12), "-3": Change(-3), "85,7%": Rate(8565), "100,0%": Rate(10000), "0,1%": Rate(5),
		"+25,0%": RateChange(2503), "-12,5%": RateChange(-1250), "8,4": Score(840), "10,0": Score(1000), "–": None(),
	} {
		if got := cell.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
