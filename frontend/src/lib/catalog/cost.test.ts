import { expect, it } from 'vitest';
import { cost } from './cost';

it('names the size of a video beside its minutes', () => {
	expect(cost({ minutes: 4, bytes: 6_240_000 })).toBe('4 phút · 6,2 MB');
	expect(cost({ minutes: 12 })).toBe('12 phút');
});
