/** Line is how this device is connected, where the browser tells. */
export type Line = 'wifi' | 'cellular' | 'unknown';

interface Connection extends EventTarget {
	type?: string;
}

const connection = () => (navigator as { connection?: Connection }).connection;

/** lineOf reads a connection type of the Network Information API; a tethered phone is "bluetooth", which says nothing. */
export function lineOf(type: string | undefined): Line {
	if (type === 'wifi' || type === 'ethernet') return 'wifi';
	return type === 'cellular' ? 'cellular' : 'unknown';
}

export function line(): Line {
	return lineOf(connection()?.type);
}

/** onLine calls back when the device changes its connection, until the returned function is called. */
export function onLine(changed: () => void): () => void {
	const at = connection();
	at?.addEventListener?.('change', changed);
	return () => at?.removeEventListener?.('change', changed);
}
