import { describe, expect, it } from 'vitest';
import { changesOf } from './diff';

describe('changesOf', () => {
	it('tells a state in words', () => {
		expect(changesOf('active', 'disabled')).toEqual([
			{ name: 'Trạng thái', before: 'Đang dùng', after: 'Đã khóa' }
		]);
	});

	it('puts values side by side and leaves out what did not change', () => {
		const before = { role: 'inspector', document: '12/QĐ' };
		const after = { role: 'inspector', document: '13/QĐ', to: '2026-12-31', strange: { a: 1 } };
		expect(changesOf(before, after)).toEqual([
			{ name: 'Hết hiệu lực từ ngày', before: '', after: '31/12/2026' },
			{ name: 'Văn bản', before: '12/QĐ', after: '13/QĐ' },
			{ name: 'strange', before: '', after: '{"a":1}' }
		]);
	});

	it('is empty where nothing was stored', () => {
		expect(changesOf(undefined, null)).toEqual([]);
	});
});
