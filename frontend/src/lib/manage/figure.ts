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
	return sign + figure(Math.abs(value), unit);
}
