import jsQR from 'jsqr';

interface Detector {
	detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}

/** Few browsers read QR codes themselves, better than we can; elsewhere a small reader does. */
const detector = (): Detector | null => {
	const made = (window as unknown as { BarcodeDetector?: new (o: { formats: string[] }) => Detector })
		.BarcodeDetector;
	try {
		return made ? new made({ formats: ['qr_code'] }) : null;
	} catch {
		return null;
	}
};

const widest = 2400; // a larger picture is made smaller: a phone's photo needs no more to be read

/** readPicture finds the text of the QR code in a picture; null when there is none. */
export async function readPicture(picture: Blob): Promise<string | null> {
	const image = await createImageBitmap(picture).catch(() => null);
	if (!image) return null;
	for (const width of [Math.min(image.width, widest), Math.min(image.width, 1000)]) {
		const text = await readFrom(image, image.width, image.height, width);
		if (text) return text;
	}
	return null;
}

async function readFrom(
	source: HTMLVideoElement | ImageBitmap,
	width: number,
	height: number,
	drawn: number
): Promise<string | null> {
	const found = await detector()
		?.detect(source)
		.catch(() => []);
	if (found?.[0]) return found[0].rawValue;
	const canvas = document.createElement('canvas');
	canvas.width = drawn;
	canvas.height = Math.round((height * drawn) / width);
	const context = canvas.getContext('2d', { willReadFrequently: true })!;
	context.drawImage(source, 0, 0, canvas.width, canvas.height);
	const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
	return jsQR(data, canvas.width, canvas.height)?.data || null;
}

const pause = 200; // milliseconds between two looks

/** watch looks through the camera until it finds a code or is stopped. It throws when there is no camera. */
export async function watch(video: HTMLVideoElement, stopped: () => boolean): Promise<string | null> {
	const stream = await navigator.mediaDevices.getUserMedia({
		video: { facingMode: 'environment', width: { ideal: 1920 } }
	});
	try {
		video.srcObject = stream;
		await video.play();
		while (!stopped()) {
			const { videoWidth, videoHeight } = video;
			const text = videoWidth && (await readFrom(video, videoWidth, videoHeight, Math.min(videoWidth, 1280)));
			if (text) return text;
			await new Promise((done) => setTimeout(done, pause));
		}
		return null;
	} finally {
		for (const track of stream.getTracks()) track.stop();
		video.srcObject = null;
	}
}
