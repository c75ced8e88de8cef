import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import Combobox, { type Matches, type Option } from '$lib/manage/Combobox.svelte';

const justice = { id: '1', name: 'Sở Tư pháp', detail: 'Sở · STP · Tỉnh' };
const home = { id: '2', name: 'Sở Nội vụ' };
const both: Matches = { items: [justice, home], more: false };

beforeEach(() => {
	vi.useFakeTimers();
	Element.prototype.scrollIntoView = () => {}; // jsdom has no layout
});
afterEach(() => {
	cleanup();
	vi.useRealTimers();
});

function open(props: {
	picked?: Option[];
	many?: boolean;
	required?: boolean;
	search?: (q: string) => Promise<Matches>;
}) {
	const onchange = vi.fn();
	const search = vi.fn(props.search ?? (async () => both));
	const { rerender } = render(Combobox, { label: 'Cơ quan', picked: [], ...props, search, onchange });
	const input = screen.getByRole<HTMLInputElement>('combobox', { name: 'Cơ quan' });
	const type = async (value: string) => {
		await fireEvent.focusIn(input);
		await fireEvent.input(input, { target: { value } });
		await vi.advanceTimersByTimeAsync(250);
	};
	const press = async (key: string) => fireEvent.keyDown(input, { key });
	return { input, type, press, search, onchange, rerender };
}

it('asks once after a pause, from two letters on, and says what it found', async () => {
	const { input, type, search } = open({});
	await type('s');
	expect(search).not.toHaveBeenCalled();
	expect(input.getAttribute('aria-expanded')).toBe('false');
	await fireEvent.input(input, { target: { value: 'so' } });
	await type('so tu');
	expect(search).toHaveBeenCalledExactlyOnceWith('so tu');
	expect(input.getAttribute('aria-expanded')).toBe('true');
	expect(input.getAttribute('aria-controls')).toBe(screen.getByRole('listbox').id);
	expect(screen.getAllByRole('option').map((one) => one.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
		'Sở Tư pháp Sở · STP · Tỉnh',
		'Sở Nội vụ'
	]);
	expect(screen.getByRole('status').textContent).toContain('2 kết quả');
});

it('is walked by the arrow keys, picks on Enter and never sends the form or closes the dialog', async () => {
	const { input, type, press, onchange } = open({});
	await type('so');
	expect(await press('Enter')).toBe(false); // prevented, and nothing is picked
	expect(onchange).not.toHaveBeenCalled();
	await press('ArrowUp');
	expect(input.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[1]!.id);
	await press('ArrowDown');
	expect(input.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[0]!.id);
	await press('Enter');
	expect(onchange).toHaveBeenCalledExactlyOnceWith([justice]);
	expect(input.value).toBe('');
	await type('so');
	expect(await press('Escape')).toBe(false);
	expect(screen.queryByRole('listbox')).toBeNull();
	expect(await press('Escape')).toBe(true); // an empty one leaves it to the dialog
});

it('closes the list on Tab, keeps it under a press elsewhere, and shows it again to who comes back', async () => {
	const { input, type, press } = open({});
	await type('so');
	await fireEvent.focusOut(input);
	expect(screen.getAllByRole('option')).toHaveLength(2);
	expect(await press('Tab')).toBe(true);
	expect(screen.queryByRole('listbox')).toBeNull();
	await fireEvent.focusIn(input);
	expect(screen.getAllByRole('option')).toHaveLength(2);
});

it('keeps the list open to pick several, and takes out what is picked twice', async () => {
	const { type, onchange } = open({ many: true, picked: [home] });
	await type('so');
	const [first, second] = screen.getAllByRole('option');
	expect([first!, second!].map((one) => one.getAttribute('aria-selected'))).toEqual(['false', 'true']);
	await fireEvent.click(first!);
	expect(onchange).toHaveBeenLastCalledWith([home, justice]);
	await fireEvent.click(second!);
	expect(onchange).toHaveBeenLastCalledWith([]);
	expect(screen.getByRole('listbox').getAttribute('aria-multiselectable')).toBe('true');
});

it('lets one be taken out unless it is required', async () => {
	const { input, onchange, rerender } = open({ picked: [justice] });
	await fireEvent.click(screen.getByRole('button', { name: 'Bỏ Sở Tư pháp' }));
	expect(onchange).toHaveBeenCalledExactlyOnceWith([]);
	expect(document.activeElement).toBe(input);
	await rerender({ required: true });
	expect(screen.queryByRole('button')).toBeNull();
});

it('drops the answer to an older question, and tells a failure and an empty answer', async () => {
	let answerOld: (matches: Matches) => void = () => {};
	const answers: Record<string, () => Promise<Matches>> = {
		old: () => new Promise((resolve) => (answerOld = resolve)),
		none: async () => ({ items: [], more: false }),
		many: async () => ({ items: [home], more: true }),
		lost: async () => Promise.reject(new TypeError('offline'))
	};
	const { input, type } = open({ search: (q) => answers[q]!() });
	await type('old');
	await type('none');
	answerOld(both);
	await vi.advanceTimersByTimeAsync(0);
	expect(screen.queryByRole('option')).toBeNull();
	expect(screen.getByRole('status').textContent).toContain('Không có kết quả');
	await type('many');
	expect(screen.getByRole('status').textContent).toContain('Còn kết quả khác');
	await type('lost');
	expect(input.getAttribute('aria-invalid')).toBe('true');
});
