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

/** formMessage gives one sentence for what no field is to blame for; '' when there is nothing to say. */
export function formMessage(error: unknown): string {
	return error === undefined || (error instanceof ApiError && error.fields.length) ? '' : shortly(error);
}
