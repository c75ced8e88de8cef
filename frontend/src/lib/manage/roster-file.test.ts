// @vitest-environment node -- jsdom has no Blob.arrayBuffer
import { describe, expect, it } from 'vitest';
import { faultOf, isSchoolYear, schoolYearOf } from './roster-file';

const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0]);

describe('faultOf', () => {
	it.each([
		['danh-sach.xlsx', zip, undefined],
		['DANH-SACH.XLSX', zip, undefined],
		['danh-sach.xls', zip, 'not_a_list'],
		['danh-sach.xlsx', new Uint8Array([1, 2, 3, 4]), 'not_a_list'],
		['danh-sach.csv', new TextEncoder().encode('Họ và tên,Lớp'), undefined],
		['danh-sach.csv', zip, 'not_a_list'],
		['rong.csv', new Uint8Array(), 'not_a_list'],
		['rong.xlsx', new Uint8Array(), 'not_a_list']
	])('%s', async (name, bytes, fault) => {
		expect(await faultOf(new File([bytes], name))).toBe(fault);
	});

	it('asks for a file and refuses a big one', async () => {
		expect(await faultOf(undefined)).toBe('missing');
		expect(await faultOf(new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'a.xlsx'))).toBe('too_big');
	});
});

it('knows school years', () => {
	expect(isSchoolYear('2026-2027')).toBe(true);
	expect(isSchoolYear('2026-2028')).toBe(false);
	expect(isSchoolYear('2026')).toBe(false);
	expect(schoolYearOf(new Date('2026-11-23'))).toBe('2026-2027');
	expect(schoolYearOf(new Date('2027-03-01'))).toBe('2026-2027');
});
