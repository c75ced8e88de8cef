import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		// Signed-in routes are rendered in the browser: the server answers them with 200.html.
		adapter: adapter({ pages: 'build', assets: 'build', fallback: '200.html', strict: true }),
		// The Go server hashes the inline scripts of each page at start and sends the policy as a header.
		prerender: {
			entries: ['/', '/dang-nhap'],
			crawl: false,
			handleHttpError: ({ path, message }) => {
				if (!path.startsWith('/api/')) throw new Error(message);
			}
		},
		output: { preloadStrategy: 'modulepreload' },
		version: { pollInterval: 0 },
		// Only the roll call registers it, once it was opened on the line ($lib/offline/shell).
		serviceWorker: { register: false },
		typescript: {
			config: (config) => {
				config.include.push(
					'../tests/**/*.ts',
					'../vite.config.ts',
					'../vitest.config.ts',
					'../vitest.e2e.config.ts'
				);
			}
		}
	}
};
