/** icons are the paths of the drawings that only the player shows. */
export const icons = {
	full: 'M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5',
	mute: 'M4 9.5v5h3.5L12 19V5L7.5 9.5H4Zm12 .5 5 5m0-5-5 5',
	pause: 'M8 5v14M16 5v14',
	sound: 'M4 9.5v5h3.5L12 19V5L7.5 9.5H4Zm11.5-1.5a5.5 5.5 0 0 1 0 8m2.5-10.5a9 9 0 0 1 0 13'
};
