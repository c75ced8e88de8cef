import { expect, test } from 'vitest';
import { blankPart, opened, sent, type Draft } from './draft';
import { read, written } from './decimal';
import { addGap, matchesMoved, matchesWithout, moved, withoutGap } from './lists';
import { drawn, pointAt, reshaped } from './spot';
import { blankGap, blankPrompt } from './draft';

test('a prompt stays with its option, wherever the option goes', () => {
	const prompts = [0, 1, 2].map((match) => ({ ...blankPrompt(), match }));
	matchesMoved(prompts, 0, 2);
	expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
	expect(prompts.map(({ match }) => match)).toEqual([2, 0, 1]);
	matchesWithout(prompts, 1);
	expect(prompts.map(({ match }) => match)).toEqual([1, 0, 0]);
});

test('the marks of gaps follow the gaps', () => {
	const part = { ...blankPart('cloze'), stem: { vi: 'Gọi [[1]]', en: '' }, gaps: [blankGap()] };
	addGap(part, blankGap('numeric'));
	expect(part.stem).toEqual({ vi: 'Gọi [[1]] [[2]]', en: '' });
	expect(withoutGap('Gọi [[1]] hay [[2]], [[3]]', 2)).toBe('Gọi [[1]] hay, [[2]]');
});

test('points are read with a comma or a point', () => {
	expect([read('1,5'), read('0.25'), read(' 2 '), read('hai'), read('1,234')]).toEqual([
		150,
		25,
		200,
		undefined,
		undefined
	]);
	expect(written(150)).toBe('1,5');
});

test('a region is drawn in pixels of the image, in any direction, and keeps its place in another shape', () => {
	const frame = { left: 10, top: 20, width: 200, height: 100 } as DOMRect;
	const to = pointAt(500, 70, frame, { width: 400, height: 200 });
	expect(to).toEqual({ x: 400, y: 100 });
	expect(drawn('rect', { x: 50, y: 60 }, { x: 10, y: 20 })).toEqual([10, 20, 50, 60]);
	expect(reshaped('circle', [10, 20, 50, 60], 'rect')).toEqual([30, 40, 20]);
	expect(reshaped('rect', [30, 40, 20], 'circle')).toEqual([10, 20, 50, 60]);
});

test('what is sent holds what belongs to the type, and an opened question is sent as it was', () => {
	const draft: Draft = {
		topic: 't',
		difficulty: 2,
		tags: [],
		equivalent: '',
		isomorphGroup: '',
		body: {
			...blankPart('case_study'),
			parts: [blankPart('ordering'), { ...blankPart('true_false'), truth: false }]
		}
	};
	const wire = sent(draft);
	expect(wire.body.options).toBeUndefined();
	expect(wire.body.maxPoints).toBe(200);
	expect(wire.body.parts?.[0]?.scoring).toBe('partial');
	expect(wire.body.parts?.[1]).toMatchObject({ type: 'true_false', truth: false });
	expect(sent(opened(wire))).toEqual(wire);
});
