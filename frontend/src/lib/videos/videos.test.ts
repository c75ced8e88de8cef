import { expect, it } from 'vitest';
import { Speed } from './speed';
import Address from './url-parse';
import { lengthText, sizeText } from './words';

it('tells the time left from what was sent in the last seconds', () => {
	const speed = new Speed();
	speed.note(0, 0);
	expect(speed.secondsFor(1000)).toBeUndefined();
	speed.note(100, 500);
	expect(speed.secondsFor(1000)).toBeUndefined(); // too soon to tell
	speed.note(400, 2000);
	expect(speed.secondsFor(1000)).toBe(5);
	speed.note(400, 30_000); // it stood still, and begins again
	expect(speed.secondsFor(1000)).toBeUndefined();
	speed.note(1400, 32_000);
	expect(speed.secondsFor(1000)).toBe(2);
	speed.forget();
	expect(speed.secondsFor(1000)).toBeUndefined();
});

it('writes sizes in units of 1,024 and lengths like a player', () => {
	expect([0, 51_200, 1_572_864, 20 * 2 ** 20, 4 * 2 ** 30, 1.5 * 2 ** 30].map(sizeText)).toEqual([
		'0 KB',
		'50 KB',
		'1,5 MB',
		'20 MB',
		'4 GB',
		'1,5 GB'
	]);
	expect([0, 6000, 245_000, 3_723_400].map(lengthText)).toEqual(['0:00', '0:06', '4:05', '1:02:03']);
});

it('resolves addresses for tus-js-client', () => {
	const at = 'https://taphuan.example.vn/api/v1/uploads';
	expect(String(new Address('/api/v1/uploads/1', at))).toBe(`${at}/1`);
	expect(String(new Address('2', `${at}/`))).toBe(`${at}/2`);
});
