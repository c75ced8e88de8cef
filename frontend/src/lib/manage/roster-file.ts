export type FileFault = 'missing' | 'not_a_list' | 'too_big';

const most = 10 * 1024 * 1024;
const zipMark = [0x50, 0x4b, 0x03, 0x04];

/** faultOf looks at a chosen file before it is sent: a real .xlsx or a .csv of at most 10 MB. */
export async function faultOf(file: File | undefined): Promise<FileFault | undefined> {
	if (!file) return 'missing';
	if (file.size > most) return 'too_big';
	const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
	const isZip = zipMark.every((byte, index) => start[index] === byte);
	const wanted = isZip ? /\.xlsx$/i : /\.csv$/i;
	return file.size > 0 && wanted.test(file.name) ? undefined : 'not_a_list';
}

/** isSchoolYear accepts two following years: "2026-2027". */
export function isSchoolYear(text: string): boolean {
	const match = /^(\d{4})-(\d{4})$/.exec(text);
	return match !== null && Number(match[2]) === Number(match[1]) + 1;
}

/** schoolYearOf gives the school year of a day: it begins in August, when lists are made. */
export function schoolYearOf(now: Date): string {
	const year = now.getMonth() >= 7 ? now.getFullYear() : now.getFullYear() - 1;
	return `${year}-${year + 1}`;
}
