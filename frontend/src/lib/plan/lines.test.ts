import { ApiError } from '$lib/api/problem';
import { expect, it } from 'vitest';
import { check, itemOf, lineOf, newLine, refuse, total } from './lines';

it('sends what was read', () => {
	const item = { courseKey: 'an1', form: 'online', people: 40, month: 3 } as const;
	expect(itemOf(lineOf(item))).toEqual(item);
	const named = { title: 'Lớp', form: 'blended', people: 5, month: 12, budget: 0 } as const;
	expect(itemOf(lineOf(named))).toEqual(named);
});

it('marks what is missing and keeps what was typed', () => {
	const line = { ...newLine(), people: 'mười', budget: '5 triệu' };
	expect(check([line])).toBe(false);
	expect(Object.keys(line.wrong)).toEqual(['title', 'people', 'budget']);
	expect(line.people).toBe('mười');
	Object.assign(line, { title: 'Lớp', people: '10', budget: '' });
	expect(check([line])).toBe(true);
});

it('puts the words of the server beside the line', () => {
	const lines = [newLine(), newLine()];
	const errors = [
		{ field: 'body.items[1].courseKey', code: 'x', message: 'Không có khóa học này.' },
		{ field: 'body.document', code: 'x', message: 'khác' },
		{ field: 'body.items[7].people', code: 'x', message: 'lạc' }
	];
	refuse(lines, new ApiError({ code: 'invalid', errors }, 422));
	expect(lines.map(({ wrong }) => wrong)).toEqual([{}, { content: 'Không có khóa học này.' }]);
});

it('adds up, and no figure is not 0', () => {
	const lines = [lineOf({ form: 'online', people: 40, month: 3 }), { ...newLine(), people: '1.000' }];
	expect(total(lines)).toEqual({ people: 1040, budget: undefined });
	expect(total([...lines, { ...newLine(), budget: '0' }]).budget).toBe(0);
});
