/** icons are the paths of the drawings that only the player shows. */
export const icons = {
	captions: 'M3 5.5h18v13H3v-13Zm7.5 5a2.2 2.2 0 1 0 0 3m6.5-3a2.2 2.2 0 1 0 0 3',
	full: 'M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5',
	mute: 'M4 9.5v5h3.5L12 19V5L7.5 9.5H4Zm12 .5 5 5m0-5-5 5',
	pause: 'M8 5v14M16 5v14',
	settings:
		'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-7 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
	sound: 'M4 9.5v5h3.5L12 19V5L7.5 9.5H4Zm11.5-1.5a5.5 5.5 0 0 1 0 8m2.5-10.5a9 9 0 0 1 0 13',
	window: 'M3 5h18v8m-9 6H3V5m12 10h6v4h-6v-4Z'
};
