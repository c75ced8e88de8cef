/** bookmark is the drawing of a question that somebody marked for themselves. */
export const bookmark = 'M7 4h10v16l-5-4-5 4V4Z';
