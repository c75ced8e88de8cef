import { expect, it } from 'vitest';
import { change, changePercent, figure } from './figure';

it.each([
	[3012, 'người', '3.012'],
	[7105, '%', '71,1%'],
	[840, 'điểm', '8,4'],
	[0, 'lớp', '0'],
	[null, 'lớp', 'không có số liệu']
])('%s %s is %s', (value, unit, words) => expect(figure(value, unit)).toBe(words));

it.each([
	[118, 'người', '+118'],
	[-25, 'người', '−25'],
	[0, 'người', '0'],
	[-150, '%', '−1,5 điểm %'],
	[null, 'người', '–']
])('a change of %s %s is %s', (value, unit, words) => expect(change(value, unit)).toBe(words));

it.each([
	[424, '+4,2%'],
	[-1000, '−10,0%'],
	[null, '–']
])('a relative change of %s is %s', (value, words) => expect(changePercent(value)).toBe(words));
