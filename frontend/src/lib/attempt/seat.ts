const key = 'seat';

/** ownSeat is the id of this window: it outlives a reload, and every other window has another. */
export function ownSeat(): string {
	let seat = sessionStorage.getItem(key);
	if (!seat) {
		seat = randomId();
		sessionStorage.setItem(key, seat);
	}
	return seat;
}

/** randomId makes a UUID (RFC 9562, version 4); crypto.randomUUID is missing where a page came without TLS. */
function randomId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
