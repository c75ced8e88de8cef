// @vitest-environment node
import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint';

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
