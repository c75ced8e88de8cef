package assessmenthttp

import "math"

// Figures are computed as float64 and rounded here alone, half away from zero.

// hundredths brings a mark or a coefficient to hundredths.
func hundredths(value float64) int { return int(math.Round(value * 100)) }

// share brings a part of 1 to hundredths of a percent.
func share(value float64) int { return int(math.Round(value * 10_000)) }

// seconds brings a time to whole seconds.
func seconds(value float64) int { return int(math.Round(value)) }

// maybe rounds a figure that may not exist.
func maybe(value *float64, round func(float64) int) *int {
	if value == nil {
		return nil
	}
	rounded := round(*value)
	return &rounded
}
