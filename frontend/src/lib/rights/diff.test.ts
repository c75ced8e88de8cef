import { describe, expect, it } from 'vitest';
import { changesOf, recordOf } from './diff';

describe('changesOf', () => {
	it('tells a state in words', () => {
		expect(changesOf('active', 'disabled')).toEqual([
			{ key: '', name: 'Trạng thái', before: 'Đang dùng', after: 'Đã khóa' }
		]);
	});

	it('puts values side by side and leaves out what did not change', () => {
		const before = { role: 'inspector', document: '12/QĐ' };
		const after = { role: 'inspector', document: '13/QĐ', to: '2026-12-31', strange: { a: 1 } };
		expect(changesOf(before, after)).toEqual([
			{ key: 'to', name: 'Hết hiệu lực từ ngày', before: '', after: '31/12/2026' },
			{ key: 'document', name: 'Văn bản', before: '12/QĐ', after: '13/QĐ' }
		]);
	});

	it('reads a choice and an instant', () => {
		const after = { account_locked: true, expires_at: '2026-11-29T18:30:00Z' };
		expect(changesOf(undefined, after)).toEqual([
			{ key: 'expires_at', name: 'Hết hạn', before: '', after: '01:30 30/11/2026' },
			{ key: 'account_locked', name: 'Khóa tài khoản', before: '', after: 'có' }
		]);
		expect(recordOf(undefined, after)).toBe('');
	});

	it('keeps names of the program and ids apart, as they were stored', () => {
		const after = { seed: 1905, people: 3000, agency: '0198f3a0-0000-7000-8000-000000000001' };
		expect(changesOf(undefined, after)).toEqual([
			{ key: 'people', name: 'Số người', before: '', after: '3000' }
		]);
		expect(JSON.parse(recordOf(undefined, after))).toEqual({ after });
		expect(changesOf({ state: 'proposed' }, { state: 'approved' })).toEqual([]);
		expect(recordOf(undefined, undefined)).toBe('');
	});

	it('keeps two values apart that have the same words', () => {
		const keys = changesOf(undefined, { from: '2026-11-01', from_on: '2026-11-02' }).map(({ key }) => key);
		expect(keys).toEqual(['from', 'from_on']);
	});

	it('is empty where nothing was stored', () => {
		expect(changesOf(undefined, null)).toEqual([]);
	});
});
