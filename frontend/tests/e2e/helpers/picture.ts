import { crc32, deflateSync } from 'node:zlib';

/** pictureOf is a PNG of a grey check pattern, as a person would choose it. */
export function pictureOf(width: number, height: number): { name: string; mimeType: string; buffer: Buffer } {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 0, 0, 0, 0], 8); // eight bits, grey
	const lines = Buffer.alloc(height * (width + 1));
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = ((x >> 4) ^ (y >> 4)) & 1 ? 220 : 90;
	const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
	const chunks = [chunk('IHDR', head), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))];
	return { name: 'hinh.png', mimeType: 'image/png', buffer: Buffer.concat([signature, ...chunks]) };
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}
