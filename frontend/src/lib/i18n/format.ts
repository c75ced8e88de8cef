import { getLocale } from '$lib/paraglide/runtime';
import type { LocalText } from '$lib/api/wire';

export const zone = 'Asia/Ho_Chi_Minh';

function tag(): string {
	return getLocale() === 'en' ? 'en-GB' : 'vi-VN';
}

/** text gives a bilingual text in the page's language; Vietnamese is always there. */
export function text(local: LocalText | undefined): string {
	if (!local) return '';
	return (getLocale() === 'en' && local.en) || local.vi;
}

/** day writes a day or an instant as dd/MM/yyyy in Vietnam's time. */
export function day(value: string | undefined | null): string {
	if (!value) return '';
	if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value.split('-').reverse().join('/');
	return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).format(new Date(value));
}

/** clock writes an instant as HH:mm in Vietnam's time. */
export function clock(value: string | number | Date): string {
	return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
		new Date(value)
	);
}

/** moment writes an instant as HH:mm dd/MM/yyyy in Vietnam's time. */
export function moment(value: string): string {
	return `${clock(value)} ${day(value)}`;
}

/** number writes 1.234,5 in Vietnamese and 1,234.5 in English. */
export function number(value: number, digits = 0): string {
	return new Intl.NumberFormat(tag(), {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(value);
}

/** score writes integer hundredths of a mark: 840 is "8,4" and 695 is "6,95", never rounded up to a pass. */
export function score(hundredths: number): string {
	return number(hundredths / 100, hundredths % 10 ? 2 : 1);
}

/** rate writes hundredths of a percent with one decimal; null, where nothing can be divided, is a dash. */
export function rate(hundredths: number | null | undefined): string {
	return hundredths === null || hundredths === undefined ? '–' : `${number(hundredths / 100, 1)}%`;
}

/** megabytes writes a size as people see it on their data plan. */
export function megabytes(bytes: number): string {
	return `${number(bytes / 1_000_000, 1)} MB`;
}
