import type { HandleClientError } from '@sveltejs/kit';

/** An address that does not exist is the reader's matter, not a fault of the program; everything else is logged. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status !== 404) console.error(error);
	return { message };
};
