import { expect, it } from 'vitest';
import { dueLine } from './due';

const now = new Date('2026-11-23T02:00:00Z');

it.each([
	['2026-12-05', 'in_progress', 'Hạn 05/12/2026, còn 12 ngày', false],
	['2026-11-23', 'in_progress', 'Hạn 23/11/2026, hết hạn hôm nay', false],
	['2026-11-15', 'overdue', 'Hạn 15/11/2026, quá 8 ngày', true]
] as const)('says by when: %s', (dueOn, state, text, late) => {
	expect(dueLine({ dueOn, state }, now)).toEqual({ text, late });
});

it('says nothing without a date or once done', () => {
	expect(dueLine({ state: 'in_progress' }, now)).toBeUndefined();
	expect(dueLine({ dueOn: '2026-11-15', state: 'done' }, now)).toBeUndefined();
});
