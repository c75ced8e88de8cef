import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint';
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

it('knows a file again by size, beginning and end', async () => {
	const bytes = new Uint8Array(600_000);
	const same = await fingerprintOf(new File([bytes], 'a.mp4', { lastModified: 1 }));
	expect(same).toMatch(/^[0-9a-f]{64}$/);
	expect(await fingerprintOf(new File([bytes], 'b.mp4', { lastModified: 2 }))).toBe(same);
	for (const at of [0, 599_999]) {
		const other = bytes.slice();
		other[at] = 1;
		expect(await fingerprintOf(new File([other], 'a.mp4'))).not.toBe(same);
	}
	expect(await fingerprintOf(new File([bytes.slice(1)], 'a.mp4'))).not.toBe(same);
});

it('resolves addresses for tus-js-client', () => {
	const at = 'https://taphuan.example.vn/api/v1/uploads';
	expect(String(new Address('/api/v1/uploads/1', at))).toBe(`${at}/1`);
	expect(String(new Address('2', `${at}/`))).toBe(`${at}/2`);
});
