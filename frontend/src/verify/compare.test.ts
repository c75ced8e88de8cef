import { expect, test } from 'vitest';
import { differences, written } from './compare';
import type { Facts } from './payload';

const register: Facts = {
	code: 'A',
	number: '1/2026',
	name: 'Đinh Thị Hrê Ươm',
	unit: '',
	courseCode: 'AN1',
	courseTitle: 'Nhận biết lừa đảo',
	from: 20760,
	to: 20779,
	periods: 850,
	score: 845,
	classification: 'Giỏi',
	issuer: ['UBND TỈNH', 'BAN CHỈ ĐẠO 138'],
	issuedOn: 20780,
	validUntil: 0,
	demo: false
};

test('what the paper says otherwise is told as a person reads it', () => {
	const paper = { ...register, unit: 'Công an tỉnh', name: 'Đinh Thị Hrê', score: 1000, validUntil: 20790 };
	expect(differences(register, register, ',')).toEqual([]);
	expect(differences(paper, register, ',')).toEqual([
		{ name: 'name', paper: 'Đinh Thị Hrê', register: 'Đinh Thị Hrê Ươm' },
		{ name: 'score', paper: '10/10', register: '8,5/10' },
		{ name: 'validUntil', paper: '03/12/2026', register: '—' }
	]);
	expect(differences(paper, { ...register, unit: 'Sở Y tế' }, ',')[0]!.name).toBe('name');
	expect(differences({ ...paper, name: register.name }, { ...register, unit: 'Sở Y tế' }, ',')[0]).toEqual({
		name: 'unit',
		paper: 'Công an tỉnh',
		register: 'Sở Y tế'
	});
	expect(written(register, 'issuer', ',')).toBe('UBND TỈNH - BAN CHỈ ĐẠO 138');
	expect(written(register, 'periods', '.')).toBe('8.5');
});
