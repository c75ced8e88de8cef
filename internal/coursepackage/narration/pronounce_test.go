package narration

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpoken(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"UBND xã gửi OTP.":              "ủy ban nhân dân xã gửi ô tê pê.",
		"Quét mã QR, mở VNeID":          "Quét mã kiu a, mở vi en i đi",
		"AI là ai?":                     "ây ai là ai?",
		"Tệp vneid.apk, Giay-moi.exe":   "Tệp vi en i đi chấm a pê ca, Giay-moi chấm e xê",
		"Gọi 156 hoặc 113.":             "Gọi một năm sáu hoặc một một ba.",
		"Gọi 1900 1234 ngay":            "Gọi một chín không không, một hai ba bốn ngay",
		"số 0901 234 567":               "số không chín không một, hai ba bốn, năm sáu bảy",
		"Chuyển 1.500.000 đồng":         "Chuyển một triệu năm trăm nghìn đồng",
		"lãi 25,5%":                     "lãi hai mươi lăm phẩy năm phần trăm",
		"lúc 8:30 và 16h":               "lúc tám giờ ba mươi và mười sáu giờ",
		"từ 01/07/2025":                 "từ một tháng bảy năm hai nghìn không trăm hai mươi lăm",
		"Ngày 23/4 họp":                 "Ngày hai mươi ba tháng tư họp",
		"đợi 3-5 phút":                  "đợi ba đến năm phút",
		"Mở https://dichvucong.gov.vn.": "Mở dịch vụ công chấm gốp chấm vê en.",
		"phòng PA05":                    "phòng pê a không năm",
		"KHÔNG bấm liên kết":            "KHÔNG bấm liên kết",
		"ứng dụng Google Play":          "ứng dụng gu gồ pờ lây",
		"application":                   "application",
		"dấu @ đứng giữa":               "dấu a còng đứng giữa",
	} {
		t.Run(written, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, Spoken(written)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSayInteger(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]string{
		"0":             "không",
		"5":             "năm",
		"10":            "mười",
		"15":            "mười lăm",
		"21":            "hai mươi mốt",
		"11":            "mười một",
		"105":           "một trăm linh năm",
		"300":           "ba trăm",
		"1050":          "một nghìn không trăm năm mươi",
		"2025":          "hai nghìn không trăm hai mươi lăm",
		"1000000":       "một triệu",
		"30000005":      "ba mươi triệu không trăm linh năm",
		"2500000000":    "hai tỷ năm trăm triệu",
		"007":           "không không bảy",
		"1234567890123": "một hai ba bốn năm sáu bảy tám chín không một hai ba",
	} {
		if diff := cmp.Diff(want, sayInteger(digits)); diff != "" {
			t.Errorf("%s: %s", digits, diff)
		}
	}
}

func TestTableHoldsOnlySyllables(t *testing.T) {
	t.Parallel()
	for _, entries := range []map[string]string{table.Words, table.Letters} {
		for word, spoken := range entries {
			for _, part := range strings.Fields(spoken) {
				if !isSyllable(part) {
					t.Errorf("%s: %q is not a Vietnamese syllable", word, part)
				}
			}
		}
	}
}

func TestUnspeakable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Chị Hạnh nghiêng quyển sách, giữ khuya.": nil,
		"Bấm OTP trên Zalo":                       nil,
		"Tải phishing về, rồi phishing nữa":       {"phishing"},
	} {
		if diff := cmp.Diff(want, unspeakable(text)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}
