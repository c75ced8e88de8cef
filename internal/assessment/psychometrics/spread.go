package psychometrics

import (
	"math"
	"slices"
)

// flat is the share of its own square below which a spread is what rounding leaves of none.
const flat = 1e-18

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// variance is the sample variance, with n - 1 below the line; 0 for fewer than two values.
func variance(values []float64) float64 {
	if len(values) < 2 {
		return 0
	}
	return codeviation(values, values) / float64(len(values)-1)
}

// codeviation is the sum of the products of the deviations of two lists from their means; 0 where a list does not vary.
func codeviation(x, y []float64) float64 {
	mx, my := mean(x), mean(y)
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) * (y[i] - my)
	}
	if math.Abs(sum) <= flat*float64(len(x))*(math.Abs(mx*my)+1) {
		return 0
	}
	return sum
}

// correlate is Pearson's product-moment correlation; for an item of right and wrong it is the point-biserial
// (Lord & Novick 1968, ch. 15). Nil when either list does not vary.
func correlate(x, y []float64) *float64 {
	if len(x) < 2 {
		return nil
	}
	xx, yy := codeviation(x, x), codeviation(y, y)
	if xx == 0 || yy == 0 {
		return nil
	}
	return pointer(min(max(codeviation(x, y)/math.Sqrt(xx*yy), -1), 1))
}

// quantile interpolates between the two nearest of the sorted values (definition 7 of Hyndman & Fan 1996).
func quantile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	below := int(at)
	if below+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[below] + (at-float64(below))*(sorted[below+1]-sorted[below])
}

func sorted(values []float64) []float64 {
	values = slices.Clone(values)
	slices.Sort(values)
	return values
}

func pointer(value float64) *float64 { return &value }
