import type { CertificateDesign } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

export type Form = CertificateDesign['form'];
export type Background = CertificateDesign['background'];

export const forms: { value: Form; name: () => string; detail: () => string }[] = [
	{ value: 'woven', name: m.design_form_woven, detail: m.design_form_woven_detail },
	{ value: 'state', name: m.design_form_state, detail: m.design_form_state_detail },
	{ value: 'arcs', name: m.design_form_arcs, detail: m.design_form_arcs_detail }
];

export const backgrounds: { value: Background; name: () => string }[] = [
	{ value: 'rosette', name: m.design_background_rosette },
	{ value: 'rays', name: m.design_background_rays },
	{ value: 'plain', name: m.design_background_plain }
];

const palettes: Record<string, () => string> = {
	'teal-gold': m.design_palette_teal_gold,
	'crimson-gold': m.design_palette_crimson_gold,
	'navy-silver': m.design_palette_navy_silver,
	terracotta: m.design_palette_terracotta,
	leaf: m.design_palette_leaf,
	ink: m.design_palette_ink
};

export function formName(form: string): string {
	return forms.find(({ value }) => value === form)?.name() ?? form;
}

export function paletteName(key: string): string {
	return palettes[key]?.() ?? key;
}
