// What is printed 20 mm wide needs no more (600 dots an inch).
const side = 480;

/**
 * logoOf draws a picture (PNG, JPEG or SVG) as a PNG on white, no larger than is printed, and gives it in base64. An SVG is
 * drawn by the browser as an image: it runs nothing and loads nothing. It throws where the picture cannot be read.
 */
export async function logoOf(file: File): Promise<string> {
	const image = new Image();
	image.src = await dataUrl(file);
	await image.decode();
	const width = image.naturalWidth || side;
	const height = image.naturalHeight || side;
	const grow = side / Math.max(width, height);
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.round(width * grow));
	canvas.height = Math.max(1, Math.round(height * grow));
	const context = canvas.getContext('2d')!;
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.drawImage(image, 0, 0, canvas.width, canvas.height);
	return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

function dataUrl(file: File): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result));
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(file);
	});
}
