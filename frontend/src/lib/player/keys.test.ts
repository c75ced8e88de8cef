// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { commandOf, isOwn } from './keys';

const pressed = (key: string, more = {}) =>
	commandOf({ key, ctrlKey: false, altKey: false, metaKey: false, ...more });

describe('commandOf', () => {
	it('reads keys in either case', () => {
		expect(pressed(' ')).toEqual({ do: 'toggle' });
		expect(pressed('K')).toEqual({ do: 'toggle' });
		expect(pressed('ArrowLeft')).toEqual({ do: 'by', ms: -5000 });
		expect(pressed('7')).toEqual({ do: 'to', share: 0.7 });
		expect(pressed('x')).toBeUndefined();
	});

	it('leaves combinations to the browser', () => {
		for (const more of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }])
			expect(pressed('f', more)).toBeUndefined();
	});
});

describe('isOwn', () => {
	const made = (html: string) => {
		document.body.innerHTML = html;
		return document.querySelector('#it')!;
	};

	it('leaves typing and choosing alone', () => {
		expect(isOwn(made('<input id="it" type="text">'), 'k')).toBe(true);
		expect(isOwn(made('<select id="it"></select>'), 'ArrowLeft')).toBe(true);
		expect(isOwn(made('<form><button id="it"></button></form>'), 'k')).toBe(true);
		expect(isOwn(made('<button id="it"></button>'), ' ')).toBe(true);
	});

	it('takes the rest', () => {
		expect(isOwn(made('<input id="it" type="range">'), 'ArrowLeft')).toBe(false);
		expect(isOwn(made('<button id="it"></button>'), 'k')).toBe(false);
		expect(isOwn(made('<div id="it"></div>'), ' ')).toBe(false);
	});
});
