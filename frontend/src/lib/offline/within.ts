/** patienceMs is how long a page that was kept on the device waits for the line before it opens without one. */
const patienceMs = 4000;

/** within waits for work that long; then it rejects as a request does that never reached the server. */
export async function within<T>(work: Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new TypeError('no answer in time')), patienceMs);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
