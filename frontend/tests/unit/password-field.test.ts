import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import PasswordField from '$lib/ui/PasswordField.svelte';

it('can be shown and warns of letters that a Vietnamese keyboard made', async () => {
	render(PasswordField, { label: 'Mật khẩu', autocomplete: 'current-password' });
	const input = screen.getByLabelText<HTMLInputElement>('Mật khẩu');
	expect(input.type).toBe('password');
	await fireEvent.click(screen.getByRole('button', { name: 'Hiện' }));
	expect(input.type).toBe('text');

	expect(screen.queryByText(/chữ có dấu/)).toBeNull();
	await fireEvent.input(input, { target: { value: 'mâtkhâu' } });
	expect(screen.getByText(/chữ có dấu/)).toBeTruthy();
	expect(input.getAttribute('aria-describedby')).toContain('note');
});
