package exchange

import (
	"math"
	"strconv"
)

// moodleFractions are the shares of the points that Moodle knows, in percent; its imports refuse or round others.
var moodleFractions = []string{"100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20", "16.66667",
	"14.28571", "12.5", "11.11111", "10", "5", "0"}

var lossFraction = words{"loss.fraction", "Moodle chỉ nhận một số mức phần trăm; mức %s%% có thể bị từ chối hoặc làm tròn khi nhập.",
	"Moodle knows certain percentages only; its import may refuse or round %s%%."}

// fraction writes a weight in percent, by Moodle's own spelling where it has one.
func (w *exporter) fraction(weight int) string {
	sign := ""
	if weight < 0 {
		sign = "-"
	}
	for _, text := range moodleFractions {
		known := weightOfPercent(text)
		if !near(abs(weight), known) {
			continue
		}
		if abs(weight) != known {
			w.lose(lossFraction, sign+text)
		}
		return sign + text
	}
	text := strconv.FormatFloat(float64(weight)/100, 'f', -1, 64)
	w.lose(lossFraction, text)
	return text
}

// weightOfPercent reads a share in percent; 0 for what is none.
func weightOfPercent(text string) int {
	percent, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(percent) || math.IsInf(percent, 0) {
		return 0
	}
	return percentWeight(percent)
}
