import { describe, expect, it } from 'vitest';
import { compare } from './compare';

const told = (older: string, newer: string) =>
	compare(older, newer)
		.map(({ text, in: where }) => ({ both: text, old: `[-${text}-]`, new: `[+${text}+]` })[where])
		.join('');

describe('compare', () => {
	it('keeps what both have and tells what came and went', () => {
		expect(told('Nên dùng chung mật khẩu', 'Không nên dùng mật khẩu')).toBe(
			'[-Nên -][+Không nên +]dùng [-chung -]mật khẩu'
		);
		expect(told('a b c', 'a b c')).toBe('a b c');
		expect(told('', 'mới')).toBe('[+mới+]');
		expect(told('cũ', '')).toBe('[-cũ-]');
		expect(told('', '')).toBe('');
	});

	it('takes long texts as a whole', () => {
		const long = 'từ '.repeat(2000);
		expect(compare(long, `${long}x`).map((piece) => piece.in)).toEqual(['old', 'new']);
	});
});
