import { expect, it } from 'vitest';
import { plainText } from './plain-text';

it('says a text without its markup, and a picture by its description', () => {
	expect(
		plainText('<p>Nhìn <strong>hình</strong>:</p>\n<p><img src="/x" alt="Ổ khóa"></p><p>a<br>b</p>')
	).toBe('Nhìn hình: [Ổ khóa] a b');
	expect(plainText('Nét <img src="/x" alt=""> vẽ')).toBe('Nét vẽ');
	expect(plainText('<code>https</code> là\n <b>khóa</b><img src=x onerror="throw 1">')).toBe('https là khóa');
	expect(plainText('5 &lt; 6 &amp; 7')).toBe('5 < 6 & 7');
});
