import { expect, test } from 'vitest';
import { explain, shortly } from './explain';
import { ApiError } from './problem';

test('a busy server is told in its own words; any other failure of a server in ours', () => {
	const busy = new ApiError({ code: 'roster.server_busy', detail: 'Máy chủ đang quá bận.' }, 503);
	expect(shortly(busy)).toBe('Máy chủ đang quá bận.');
	expect(explain(busy).retry).toBe(true);
	expect(explain(new ApiError({ title: 'Service Unavailable' }, 503)).kind).toBe('server');
	expect(explain(new ApiError({ code: 'internal', detail: 'x' }, 500)).kind).toBe('server');
});
