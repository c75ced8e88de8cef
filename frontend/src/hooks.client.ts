import type { HandleClientError } from '@sveltejs/kit';

/** The words of browsers, and of the loader of style sheets, for a file of the program that did not arrive. */
const lostFile = /import|preload/i;

/**
 * An address that does not exist is the reader's matter, and a file that is lost on the way the line's: neither is a
 * fault of the program. Everything else is logged.
 */
export const handleError: HandleClientError = ({ error, status, message }) => {
	const lost = error instanceof Error && lostFile.test(error.message);
	if (status !== 404 && !lost) console.error(error);
	return { message, lost };
};
