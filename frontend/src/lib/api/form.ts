import { shortly } from './explain';
import { ApiError } from './problem';

/** fieldMessage gives the server's words for the first of these fields of a form that it refused. */
export function fieldMessage(error: unknown, ...names: string[]): string | undefined {
	if (!(error instanceof ApiError)) return undefined;
	for (const name of names) {
		const message = error.field(name);
		if (message) return message;
	}
	return undefined;
}

/**
 * formMessage gives one sentence for what no field of the form shows; '' when there is nothing to say. Own names
 * the fields that show their part; without it every field does.
 */
export function formMessage(error: unknown, own?: string[]): string {
	if (error === undefined) return '';
	if (!(error instanceof ApiError) || !error.fields.length) return shortly(error);
	const shown = (at: string) => !own || own.includes(at.replace(/^body\./, ''));
	return error.fields.find(({ field }) => !shown(field))?.message ?? '';
}
