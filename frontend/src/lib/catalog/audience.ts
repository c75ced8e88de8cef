import { m } from '$lib/paraglide/messages';

const audienceNames: Record<string, () => string> = {
	CB: m.audience_CB,
	ĐM: m.audience_DM,
	LĐ: m.audience_LD,
	GV: m.audience_GV,
	CX: m.audience_CX,
	VT: m.audience_VT,
	ĐT: m.audience_DT
};

/** audienceName gives the words for an audience code of the curriculum, or the code itself when it is new to this page. */
export function audienceName(code: string): string {
	return audienceNames[code.normalize('NFC')]?.() ?? code;
}
