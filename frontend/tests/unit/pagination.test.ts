import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import Pagination from '$lib/ui/Pagination.svelte';

it('keeps the focus on a button that has come to its end, which then does nothing', async () => {
	const onpage = vi.fn();
	const { rerender } = render(Pagination, { page: 1, pageSize: 20, total: 40, onpage });
	const next = screen.getByRole<HTMLButtonElement>('button', { name: 'Trang sau' });
	next.focus();
	await fireEvent.click(next);
	expect(onpage).toHaveBeenCalledExactlyOnceWith(2);

	await rerender({ page: 2, pageSize: 20, total: 40, onpage });
	expect(next.disabled).toBe(false);
	expect(next.getAttribute('aria-disabled')).toBe('true');
	expect(document.activeElement).toBe(next);
	await fireEvent.click(next);
	expect(onpage).toHaveBeenCalledTimes(1);
});
