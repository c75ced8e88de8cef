// The light build of hls.js, without what no video here has, brings no types of its own.
declare module 'hls.js/light' {
	export { default } from 'hls.js';
	export type * from 'hls.js';
}
