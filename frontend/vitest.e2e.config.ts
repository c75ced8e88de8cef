import { defineConfig } from 'vitest/config';

// Stories in real Chromium against the real program: one server for all files, one story after another.
export default defineConfig({
	test: {
		environment: 'node',
		include: ['tests/e2e/**/*.e2e.ts'],
		globalSetup: ['tests/e2e/helpers/server.ts'],
		fileParallelism: false,
		testTimeout: 120_000,
		hookTimeout: 60_000,
		teardownTimeout: 45_000,
		reporters: ['verbose']
	}
});
