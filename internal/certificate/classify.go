package certificate

// Classify returns the band of a score in hundredths of 10, decided on the score rounded to one
// decimal: Giỏi from 8,0, Khá from 7,0, Đạt below (a certificate is only issued above the
// course's own pass mark, so no band below it can occur). Source: customary bands of the plan.
func Classify(score int) string {
	switch rounded := (score + 5) / 10 * 10; {
	case rounded >= 800:
		return "Giỏi"
	case rounded >= 700:
		return "Khá"
	}
	return "Đạt"
}
