import { number, rate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** figure writes a value in its unit; rates and scores travel as hundredths, and what is not known is never 0. */
export function figure(value: number | null | undefined, unit: string): string {
	if (value === null || value === undefined) return m.report_no_data();
	if (unit === '%') return rate(value);
	return unit === 'điểm' ? number(value / 100, 1) : number(value);
}

/** change writes a difference with its sign; without a base to compare with it is a dash. */
export function change(value: number | null | undefined, unit: string): string {
	if (value === null || value === undefined) return '–';
	const sign = value > 0 ? '+' : value < 0 ? '−' : '';
	const size = Math.abs(value);
	// The difference of two rates is in percentage points.
	return sign + (unit === '%' ? m.report_points({ value: number(size / 100, 1) }) : figure(size, unit));
}

/** changePercent writes hundredths of a percent with a sign. */
export function changePercent(value: number | null | undefined): string {
	if (value === null || value === undefined) return '–';
	return (value > 0 ? '+' : value < 0 ? '−' : '') + rate(Math.abs(value));
}
