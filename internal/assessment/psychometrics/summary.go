package psychometrics

import "math"

// Bins is in how many equal parts the scale from 0 to 10 is counted.
const Bins = 10

// scale is the highest mark, in hundredths of 10.
const scale = 1000

// Summary are the figures of a test. Marks are on the scale of 10.
type Summary struct {
	People        int
	Mean          float64
	SD            float64 // of the sample, with n - 1; 0 for one person
	LowerQuartile float64
	Median        float64
	UpperQuartile float64
	Bins          [Bins]int // people by mark: from 0 to below 1, ..., from 9 to 10
	Passed        int
	Reliability   *Reliability
	StandardError *float64 // in marks; nil without a reliability
	Consistency   *float64 // share with the same verdict on another paper; nil without a reliability above 0
}

// Summarize returns the figures of a test with a pass mark in hundredths of 10; nil for nobody.
func Summarize(sittings []Sitting, passMark int) *Summary {
	if len(sittings) == 0 {
		return nil
	}
	s := Summary{People: len(sittings), Reliability: ReliabilityOf(sittings)}
	marks := make([]float64, len(sittings))
	for i, one := range sittings {
		marks[i] = float64(one.Mark) / 100
		s.Bins[min(max(one.Mark, 0)*Bins/scale, Bins-1)]++
		if one.Passed {
			s.Passed++
		}
	}
	s.Mean, s.SD = mean(marks), math.Sqrt(variance(marks))
	ranked := sorted(marks)
	s.LowerQuartile, s.Median, s.UpperQuartile = quantile(ranked, 0.25), quantile(ranked, 0.5), quantile(ranked, 0.75)
	if r := s.Reliability; r != nil {
		s.StandardError = pointer(standardError(s.SD, r.Value))
		step := scale / 100 / float64(len(kept(sittings)[0].Responses))
		s.Consistency = consistency(s.Mean, s.SD, r.Value, float64(passMark)/100, step)
	}
	return &s
}
