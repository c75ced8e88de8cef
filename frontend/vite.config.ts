import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const oldestBrowsers = ['chrome109', 'firefox115', 'safari15.4'];
const server = process.env.API ?? 'http://localhost:8080';

// Few, well filled chunks: over a slow link a request costs more than a kilobyte.
// Never put .svelte-kit/generated into a group, it would drag every page into the first load.
const shared = (name: string, folders: string, messages: string) => ({
	name,
	priority: 20,
	minShareCount: 2,
	test: new RegExp(`src/lib/(${folders}|paraglide/messages/(${messages})_)`)
});

const groups = [
	{
		name: 'core',
		priority: 30,
		test: /node_modules\/(svelte\/(?!.*bindings\/(select|media|size))|@sveltejs|devalue|esm-env|clsx)|paraglide\/(runtime|registry)|rolldown\/runtime/
	},
	shared('manage', 'manage/|ui/(DataTable|Dialog)', 'manage|roster|figures|report'),
	shared('learn', 'learn/|attempt/|player/|ui/Progress', 'learn|lesson|test|certificate|state|due'),
	shared(
		'forms',
		'session/(Sign|Second|Password|landing|passkey)|ui/(Password)?Field',
		'sign_in|password|account'
	),
	{ name: 'app', priority: 10, minShareCount: 2, test: /src\/lib\// }
];

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['localStorage', 'baseLocale'],
			emitGitIgnore: false,
			emitPrettierIgnore: false
		}),
		sveltekit()
	],
	build: {
		target: oldestBrowsers,
		cssTarget: oldestBrowsers,
		assetsInlineLimit: 0,
		rolldownOptions: { output: { codeSplitting: { groups } } }
	},
	server: {
		host: '127.0.0.1',
		proxy: { '/api': server, '/xac-minh': server, '/media': server }
	},
	preview: { host: '127.0.0.1' }
});
