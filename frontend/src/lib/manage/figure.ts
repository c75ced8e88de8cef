import type { Indicator } from '$lib/api/wire';
import { number, rate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

type Format = Indicator['format'];

/** figure writes a value in its format; rates, scores and periods travel as hundredths, and what is not known is never 0. */
export function figure(value: number | null | undefined, format: Format): string {
	if (value === null || value === undefined) return m.report_no_data();
	if (format === 'rate') return rate(value);
	return format === 'count' ? number(value) : number(value / 100, 1);
}

/** change writes a difference with its sign; without a base to compare with it is a dash. */
export function change(value: number | null | undefined, format: Format): string {
	if (value === null || value === undefined) return '–';
	const size = Math.abs(value);
	// The difference of two rates is in percentage points.
	return (
		sign(value) +
		(format === 'rate' ? m.report_points({ value: number(size / 100, 1) }) : figure(size, format))
	);
}

/** changePercent writes hundredths of a percent with a sign. */
export function changePercent(value: number | null | undefined): string {
	return value === null || value === undefined ? '–' : sign(value) + rate(Math.abs(value));
}

function sign(value: number): string {
	return value > 0 ? '+' : value < 0 ? '−' : '';
}
