package psychometrics

import "math"

// consistency is which share of people would get the same verdict, passed or not, on a second paper of the same kind
// (Peng & Subkoviak 1980): two marks are taken as bivariate normal with the reliability as their correlation, so that
//
//	p0 = 1 + 2 (P(both below) - P(one below)) = 1 - 4 T(z, sqrt((1-r)/(1+r))),  z = (pass mark - half a step - mean) / SD
//
// where T is the function of Owen 1956. A step is what one item is worth. Nil when marks do not vary or the reliability
// is not above 0 and at most 1: there is nothing to repeat.
func consistency(mean, sd, reliability, passMark, step float64) *float64 {
	if sd == 0 || reliability <= 0 || reliability > 1 {
		return nil
	}
	z := (passMark - step/2 - mean) / sd
	return pointer(1 - 4*owenT(z, math.Sqrt((1-reliability)/(1+reliability))))
}

// owenT is T(h, a) of Owen 1956 by Simpson's rule; the integrand is smooth, and a is at most 1 here.
func owenT(h, a float64) float64 {
	const steps = 64
	at := func(x float64) float64 { return math.Exp(-h*h*(1+x*x)/2) / (1 + x*x) }
	width := a / steps
	sum := at(0) + at(a)
	for i := 1; i < steps; i++ {
		sum += float64(2+2*(i%2)) * at(float64(i)*width)
	}
	return sum * width / 3 / (2 * math.Pi)
}
