import { describe, expect, it } from 'vitest';
import { hundredths, whole } from './amount';

describe('whole', () => {
	it.each([
		['40', 40],
		[' 1.200 ', 1200],
		['25 000 000', 25_000_000],
		['1,200', 1200],
		['0', 0]
	])('reads %j', (text, value) => expect(whole(text)).toBe(value));
	it.each(['', '1,5', '-3', 'mười', '12 đồng', '1.20', '99999999999999'])('refuses %j', (text) =>
		expect(whole(text)).toBeUndefined()
	);
});

describe('hundredths', () => {
	it.each([
		['90', 9000],
		['90,5', 9050],
		['90.25 %', 9025],
		['100%', 10000]
	])('reads %j', (text, value) => expect(hundredths(text)).toBe(value));
	it.each(['', '-1', '1000', '9,999', 'chín mươi'])('refuses %j', (text) =>
		expect(hundredths(text)).toBeUndefined()
	);
});
