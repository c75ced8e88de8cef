package question

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"0":                     {"0"},
		"25":                    {"25"},
		"007":                   {"7"},
		"25,5":                  {"51/2"},
		"25.5":                  {"51/2"},
		"1 500 000":             {"1500000"},
		"1.500.000":             {"1500000"},
		"1,500,000":             {"1500000"},
		"1.500.000,5":           {"3000001/2"},
		"1,500,000.5":           {"3000001/2"},
		"1 500,25":              {"6001/4"},
		"1.500":                 {"3/2", "1500"},
		"1,500":                 {"3/2", "1500"},
		"1 500":                 {"1500"},
		"0.500":                 {"1/2"},
		"0,125":                 {"1/8"},
		"12345.500":             {"24691/2"},
		"-12":                   {"-12"},
		"−12,5":                 {"-25/2"},
		"+3":                    {"3"},
		"- 3":                   {"-3"},
		"1\u00a0500":            {"1500"},
		"":                      nil,
		"-":                     nil,
		"--3":                   nil,
		".5":                    nil,
		"5.":                    nil,
		"1.50.000":              nil,
		"1.500,000.5":           nil,
		"1,500,00":              nil,
		"1  500":                nil,
		"1e3":                   nil,
		"1/2":                   nil,
		"0x10":                  nil,
		"NaN":                   nil,
		"Inf":                   nil,
		"١٢":                    nil,
		"1_000":                 nil,
		"năm":                   nil,
		"000.500.000":           nil,
		"1.500 000":             nil,
		"2.000.000.000":         {"2000000000"},
		strings.Repeat("9", 61): nil,
	}
	for text, want := range cases {
		var got []string
		for _, reading := range ParseNumber(text) {
			got = append(got, reading.RatString())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestFormatNumber(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"5": "5", "150": "150", "1500": "1.500", "-1500000.25": "-1.500.000,25", "25.5": "25,5"} {
		if got := formatNumber(key, ".", ","); got != want {
			t.Errorf("%s is written %s, want %s", key, got, want)
		}
	}
}
