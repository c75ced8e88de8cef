import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const oldestBrowsers = ['chrome109', 'firefox115', 'safari15.4'];
const server = process.env.API ?? 'http://localhost:8080';

// Few, well filled chunks: over a slow link a request costs more than a kilobyte.
// Never put .svelte-kit/generated into a group, it would drag every page into the first load.
const sharedBy = (name: string, priority: number, ...patterns: string[]) => ({
	name,
	priority,
	minShareCount: 2,
	test: new RegExp(patterns.join('|'))
});
const messages = (areas: string) => `paraglide/messages/(${areas})(_|\\.)`;

const groups = [
	// Few style sheets: one for everybody, one more for managers and one for videos. (These are modules of CSS alone.)
	{
		name: 'style-manage',
		priority: 61,
		test: /(lib\/(manage|videos|captions|bank)|routes\/\(manage\)).*(\.css|lang\.css)$/
	},
	{ name: 'style-question', priority: 61, test: /src\/lib\/attempt\/question\/.*(\.css|lang\.css)$/ },
	{ name: 'style-player', priority: 61, test: /src\/lib\/player\/.*(\.css|lang\.css)$/ },
	{ name: 'style', priority: 60, test: /src\/.*\.css$/ },
	// The framework and what every page needs, the catalogue included, as one request.
	{
		name: 'core',
		priority: 50,
		test: new RegExp(
			[
				'node_modules/(@sveltejs|devalue|esm-env|clsx)/',
				// Not what only a few pages use: the binding of a player, raw HTML, waiting for a module.
				'node_modules/svelte/(?!src/internal/(shared/clone|client/dom/(elements/bindings/(size|media|select)|blocks/(html|await)))\\.)',
				'paraglide/(runtime|registry)',
				'preload-helper',
				'src/lib/(shell/(TopBar|navigation|PageTitle)|api/(arrived|client|problem|refresh|resource|Late|Loaded|trouble)|i18n/format)',
				'src/lib/(session/(session|landing)|offline/conn|catalog/words)',
				'src/(hooks\\.client|routes/\\+layout)',
				'rolldown/runtime',
				'src/lib/ui/(Icon|toasts|Skeleton|EmptyState)',
				messages(
					'app|skip|loading|offline|nav_(courses|learning|certificates|manage|main|menu|notices|sign_in)|field|level|periods|lessons'
				)
			].join('|')
		)
	},
	sharedBy('preferences', 49.5, 'src/lib/session/preferences', messages('data')),
	sharedBy('kept', 49, 'src/lib/offline/(idb|marks|within)', 'node_modules/idb'),
	// Fetched when the page is at rest, so that a lost network still finds its words; and the menu, apart, since
	// pages that need a button at once need no menu.
	{
		name: 'menu',
		priority: 48,
		test: /src\/lib\/shell\/(MenuPanel|manage-items|DisplaySettings)/
	},
	{
		name: 'rest',
		priority: 47,
		test: /src\/lib\/(api\/(explain|Trouble)|ui\/(ErrorState|Button|Toasts))|paraglide\/messages\/(error|try)(_|\.)/
	},
	// Whether a test may be taken, as the pages of a course learnt and of a result say it.
	sharedBy(
		'access',
		41,
		'src/lib/learn/(AccessLine|access)',
		messages('test_(open|closed|cooling|lessons|locked|exhausted|marking|with)')
	),
	// A group takes along what its modules import, so the more general comes first.
	sharedBy(
		'pages',
		40,
		'src/lib/(learn/|i18n/(calendar|fold)|session/SignedInOnly|catalog/(cost|place|test-words)|ui/(Breadcrumbs|Badge|Dialog|Progress|ServerHtml|Pagination))',
		messages('course|learn|due|state|minutes|cancel|close|page|breadcrumbs')
	),
	sharedBy('videos', 39, 'src/lib/videos/', messages('library')),
	// What learners share with managers on some pages only; without it they would load the managers' file.
	sharedBy('classes', 38, 'src/lib/(classes/words|api/DownloadLink)', messages('gather_(p|calendar)')),
	// What asks a question, in a test as in a video; and the player's late parts.
	sharedBy(
		'question',
		37,
		'src/lib/attempt/(Choices|choices|TextAnswer)',
		messages('test_(choose|true|false|numeric|short|keys)')
	),
	// What a test and its late file share; and what that file and the page of the result share.
	sharedBy('sitting', 36.6, 'src/lib/attempt/[^/]+$'),
	sharedBy('asked', 36.5, 'src/lib/attempt/question/', messages('ask')),
	sharedBy('player', 36, 'src/lib/player/', messages('player')),
	sharedBy(
		'recognition',
		32,
		'src/lib/(recognition/|api/(form|ActDialog)|manage/(Choice\\.|choices\\.))',
		messages('recognition')
	),
	// What a few pages of managers share, so that the others do not load it.
	sharedBy('results', 31.5, 'src/lib/result/', messages('result|noted|history|appeal')),
	sharedBy('editor', 31.4, 'src/lib/bank/editor/', messages('bankedit')),
	sharedBy('blueprint', 31.3, 'src/lib/bank/blueprint/', messages('matrix')),
	sharedBy('bank', 31.2, 'src/lib/bank/', messages('bank')),
	sharedBy('sittings', 31.1, 'src/lib/sittings/', messages('sitting')),
	sharedBy('grading', 31, 'src/lib/grading/', messages('marking|agreement|correction|observations')),
	sharedBy('forms', 30, 'src/lib/(session/|ui/.*Field)', messages('sign|second|password')),
	sharedBy('manage', 20, 'src/lib/')
];

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['localStorage', 'baseLocale'],
			isServer: 'import.meta.env.SSR',
			disableAsyncLocalStorage: true,
			emitGitIgnore: false,
			emitPrettierIgnore: false
		}),
		sveltekit()
	],
	resolve: {
		// The package is CommonJS, for which each page would load helpers.
		alias: { 'url-parse': fileURLToPath(new URL('./src/lib/videos/url-parse.ts', import.meta.url)) }
	},
	build: {
		target: oldestBrowsers,
		cssTarget: oldestBrowsers,
		assetsInlineLimit: 0,
		minify: 'terser',
		terserOptions: { module: true, compress: { passes: 3, ecma: 2020, unsafe_arrows: true } },
		rolldownOptions: { output: { codeSplitting: { groups } } }
	},
	server: {
		host: '127.0.0.1',
		proxy: { '/api': server, '/xac-minh': server, '/so-cap-giay': server, '/media': server }
	},
	preview: { host: '127.0.0.1' }
});
