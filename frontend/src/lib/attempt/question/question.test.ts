import { describe, expect, it } from 'vitest';
import type { AnswerPayload } from '$lib/api/wire';
import type { AnswerField } from '../answer-field';
import { refusal } from './accept';
import { openGaps } from './gaps';
import { moved } from './order';
import { withPair } from './pairs';
import { PartField } from './part-field';
import { pickAt, stepped } from './picks';

it.each([
	[0, 2, [1, 2, 0]],
	[2, 0, [2, 0, 1]],
	[1, 1, [0, 1, 2]]
])('moves %d to %d', (from, to, order) => expect(moved([0, 1, 2], from, to)).toEqual(order));

it('pairs a prompt and leaves the others', () => {
	expect(withPair(undefined, 3, 1, 2)).toEqual([-1, 2, -1]);
	expect(withPair([0, 2, 1], 3, 0, -1)).toEqual([-1, 2, 1]);
});

describe('openGaps', () => {
	const open = (html: string) => {
		const root = document.createElement('div');
		root.innerHTML = html;
		const places = openGaps(root);
		for (const { number, element } of places) element.textContent = `<${number}>`;
		return { numbers: places.map(({ number }) => number), text: root.textContent, html: root.innerHTML };
	};

	it('opens each gap where it stands, in the order of the text', () => {
		const { numbers, text } = open('<p>Gọi [[2]] hoặc <b>[[1]]</b>[[3]].</p>');
		expect(numbers).toEqual([2, 1, 3]);
		expect(text).toBe('Gọi <2> hoặc <1><3>.');
	});

	it('touches text only, never markup', () => {
		const link = '<a href="https://vi.example/[[1]]" title="[[1]]">xem</a>';
		expect(open(link).html).toBe(link);
		expect(open('&lt;b&gt;[[1]]').html).toBe('&lt;b&gt;<span>&lt;1&gt;</span>');
	});
});

describe('picks', () => {
	const image = { left: 10, top: 20, width: 200, height: 100 } as DOMRect;

	it('are ten thousandths of the sides, never outside', () => {
		expect(pickAt(110, 45, image)).toEqual({ x: 5000, y: 2500 });
		expect(pickAt(0, 500, image)).toEqual({ x: 0, y: 10_000 });
	});

	it('are moved by one or five hundredths', () => {
		expect(stepped({ x: 5000, y: 5000 }, 'ArrowLeft', false)).toEqual({ x: 4900, y: 5000 });
		expect(stepped({ x: 5000, y: 9800 }, 'ArrowDown', true)).toEqual({ x: 5000, y: 10_000 });
		expect(stepped({ x: 0, y: 0 }, 'a', false)).toBeUndefined();
	});
});

it.each([
	['bai.pdf', 1000, undefined],
	['BAI.PDF', 1000, undefined],
	['bai.exe', 1000, /PDF/],
	['pdf', 1000, /PDF/],
	['bai.pdf', 0, /rỗng/],
	['bai.pdf', 2_000_001, /2,0 MB/]
])('a file is looked at before it is sent: %s of %d bytes', (name, size, reason) => {
	const found = refusal({ accept: ['pdf'], maxFiles: 1, maxBytes: 2_000_000 }, { name, size });
	if (reason) expect(found).toMatch(reason);
	else expect(found).toBeUndefined();
});

it('the part of a case study changes its own answer only', async () => {
	let payload: AnswerPayload = { parts: [{ text: 'a' }] };
	const give = (next: AnswerPayload) => void (payload = next);
	const whole: AnswerField = {
		key: 'a1/1',
		get payload() {
			return payload;
		},
		give,
		write: give,
		settle: () => {},
		upload: (send) => send({ attemptId: 'a1', position: 1 })
	};
	const part = new PartField(whole, 2, 3);
	expect(part.payload).toEqual({});
	part.write({ choices: [1] });
	expect(payload).toEqual({ parts: [{ text: 'a' }, {}, { choices: [1] }] });
	expect(part.payload).toEqual({ choices: [1] });
	expect(await part.upload(async (place) => place)).toEqual({ attemptId: 'a1', position: 1, part: 3 });
});
