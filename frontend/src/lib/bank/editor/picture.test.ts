import { expect, test } from 'vitest';
import { hasWords, marksIn, pasted, placed, replaced, written } from './picture';

test('the pictures of a text are found with what they show', () => {
	const text = `Xem ${written('a1', ' Ổ [khóa]\n5 * 3 ')} và ![](media:b2), ![x](https://x.vn)`;
	expect(text).toContain('![Ổ \\[khóa\\] 5 \\* 3](media:a1)');
	const found = marksIn(text);
	expect(found.map(({ file, alt }) => [file, alt])).toEqual([
		['a1', 'Ổ [khóa] 5 * 3'],
		['b2', '']
	]);
	expect(replaced(text, found[1]!, written('b2', 'Hai'))).toContain('và ![Hai](media:b2),');
	expect(replaced(text, found[0]!, '').startsWith('Xem  và')).toBe(true);
});

test('a picture stands as a paragraph of a stem and among the words of an option', () => {
	expect(placed('Nhìn hình. Rồi đáp.', 10, 10, '!', true)).toBe('Nhìn hình.\n\n!\n\nRồi đáp.');
	expect(placed('', 0, 0, '!', true)).toBe('!');
	expect(placed('Ổ khóa', 6, 6, '!', false)).toBe('Ổ khóa !');
});

test('a text of pictures alone has no words', () => {
	expect([hasWords('![a](media:x)\n\n![](media:y)'), hasWords('a ![](media:y)')]).toEqual([false, true]);
});

test('words of a clipboard win over the picture that comes with them', () => {
	const shot = new File(['x'], 'a.png', { type: 'image/png' });
	const data = (types: string[]) => ({ types, files: [shot] }) as unknown as DataTransfer;
	expect(pasted(data(['Files']))).toBe(shot);
	expect(pasted(data(['text/plain', 'Files']))).toBeUndefined();
	expect(pasted(null)).toBeUndefined();
});
