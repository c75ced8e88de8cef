// Holds the contrast of the two palettes in src/styles/tokens.css: text at least 5.0:1, borders of controls 3.3:1.
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

function palette(selector) {
	const from = css.indexOf('{', css.indexOf(selector)) + 1;
	const block = css.slice(from, css.indexOf('}', from));
	return Object.fromEntries(
		[...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((hit) => [hit[1], hit[2]])
	);
}

function luminance(hex) {
	const [r, g, b] = [1, 3, 5].map((at) => {
		const part = parseInt(hex.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
	const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'brand-soft'];
const rules = [
	...['ink', 'muted', 'brand', 'accent', 'success', 'warning', 'danger'].flatMap((text) =>
		grounds.map((ground) => [text, ground, 5.0])
	),
	...['accent', 'success', 'warning', 'danger'].map((tone) => [tone, `${tone}-soft`, 4.5]),
	['on-brand', 'brand', 5.0],
	['on-brand', 'brand-strong', 5.0],
	...['canvas', 'surface'].map((ground) => ['control-border', ground, 3.3])
];

const light = palette(':root {');
const themes = {
	light,
	dark: palette(":root[data-theme='dark']"),
	system: palette(":root[data-theme='system']")
};
let faults = 0;
for (const [theme, colours] of Object.entries(themes)) {
	for (const [front, ground, least] of rules) {
		const found = contrast(colours[front], colours[ground]);
		if (found >= least) continue;
		faults++;
		console.error(`${theme}: ${front} on ${ground} is ${found.toFixed(2)}:1, needs ${least}:1`);
	}
}
if (JSON.stringify(themes.dark) !== JSON.stringify(themes.system)) {
	faults++;
	console.error('tokens.css: the dark and the system palette differ');
}
console.log(`contrast: ${rules.length * 3} pairs, ${faults} faults`);
process.exitCode = faults ? 1 : 0;
