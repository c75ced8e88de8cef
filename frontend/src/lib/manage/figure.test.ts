import { expect, it } from 'vitest';
import { change, changePercent, figure } from './figure';

it.each([
	[3012, 'count', '3.012'],
	[7105, 'rate', '71,1%'],
	[840, 'score', '8,4'],
	[0, 'count', '0'],
	[null, 'count', 'không có số liệu']
] as const)('%s as %s is %s', (value, format, words) => expect(figure(value, format)).toBe(words));

it.each([
	[118, 'count', '+118'],
	[-25, 'count', '−25'],
	[0, 'count', '0'],
	[-150, 'rate', '−1,5 điểm %'],
	[null, 'count', '–']
] as const)('a change of %s as %s is %s', (value, format, words) =>
	expect(change(value, format)).toBe(words)
);

it.each([
	[424, '+4,2%'],
	[-1000, '−10,0%'],
	[null, '–']
])('a relative change of %s is %s', (value, words) => expect(changePercent(value)).toBe(words));
