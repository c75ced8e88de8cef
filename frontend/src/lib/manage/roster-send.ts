import { upload } from '$lib/api/upload';
import type { Roster, RosterColumns, RosterKind } from '$lib/api/wire';
import { keepFile } from './kept-file';

/** RosterFile is a list as it is sent: the file and what is said about all of it. */
export interface RosterFile {
	file: File;
	kind: RosterKind;
	sheet?: string;
	schoolYear?: string;
	effectiveOn?: string;
}

/** Mapping says what each column means, by its letter, and the position group of each title. */
export interface Mapping {
	columns: Record<string, string>;
	titles: Record<string, string>;
}

/** readColumns asks what the columns of a list look like; nothing is stored. */
export function readColumns(agencyId: string, list: RosterFile): Promise<RosterColumns> {
	return upload(`/agencies/${agencyId}/rosters/columns`, formOf(list));
}

/** checkRoster asks for the dry run of a list and keeps the file for its result. */
export async function checkRoster(agencyId: string, list: RosterFile, mapping?: Mapping): Promise<Roster> {
	const form = formOf(list);
	if (mapping) form.set('mapping', JSON.stringify(mapping));
	const roster = await upload<Roster>(`/agencies/${agencyId}/rosters`, form);
	keepFile(roster.id, list.file, list.sheet ?? '');
	return roster;
}

/** isUnderstood tells whether a list can be checked without a question: one sheet, and each column that has a heading is known. */
export function isUnderstood({ sheets, remembered, columns }: RosterColumns): boolean {
	return sheets.length <= 1 && (remembered || columns.every((c) => c.forbidden || c.field || !c.title));
}

function formOf({ file, kind, sheet, schoolYear, effectiveOn }: RosterFile): FormData {
	const form = new FormData();
	form.set('kind', kind);
	if (sheet) form.set('sheet', sheet);
	if (schoolYear) form.set('schoolYear', schoolYear);
	if (effectiveOn) form.set('effectiveOn', effectiveOn);
	form.set('file', file);
	return form;
}
