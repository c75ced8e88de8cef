import { shortly } from '$lib/api/explain';
import type { AnswerFile, Question } from '$lib/api/wire';
import type { AnswerField } from '../answer-field';
import { uploadAnswerFile } from '../files';
import { refusal } from './accept';

/** Sending is a file on its way to the server, or one that did not get there. */
export class Sending {
	share = $state(0);
	error = $state('');
	/** final: trying again makes no sense. */
	final = $state(false);
	readonly end = new AbortController();
	readonly file: File;

	constructor(file: File) {
		this.file = file;
	}
}

// By the field that they belong to: a file goes on while somebody is at another question.
const all = $state<Record<string, Sending[]>>({});

/** sendingsOf lists the files of a field that the answer does not hold yet. */
export function sendingsOf(field: AnswerField): Sending[] {
	return all[field.key] ?? [];
}

/** take sends files that somebody chose, as many as there is room for; those that cannot be handed in say why. */
export function take(field: AnswerField, upload: NonNullable<Question['upload']>, files: File[]): void {
	for (const file of files) {
		const sending = new Sending(file);
		sending.error = refusal(upload, file) ?? '';
		sending.final = sending.error !== '';
		all[field.key] = [...sendingsOf(field), sending];
		if (!sending.error) void send(field, sending);
	}
}

/** send tries to hand in a file; what was sent becomes part of the answer. */
export async function send(field: AnswerField, sending: Sending): Promise<void> {
	sending.error = '';
	sending.share = 0;
	try {
		const stored = await field.upload((place) =>
			uploadAnswerFile(place, sending.file, {
				onshare: (share) => (sending.share = share),
				signal: sending.end.signal
			})
		);
		drop(field, sending);
		field.give({ files: [...filesOf(field), stored] });
	} catch (cause) {
		if (!sending.end.signal.aborted) sending.error = shortly(cause);
	}
}

/** drop ends a sending and takes it off the list. */
export function drop(field: AnswerField, sending: Sending): void {
	sending.end.abort();
	all[field.key] = sendingsOf(field).filter((other) => other !== sending);
}

/** filesOf lists the files of an answer. */
export function filesOf(field: AnswerField): AnswerFile[] {
	return field.payload.files ?? [];
}
