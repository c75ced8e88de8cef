import { defineConfig } from 'vitest/config';
import e2e from './vitest.e2e.config.ts';

// What is measured and printed, on the server of the stories; nothing here fails on a slow machine.
export default defineConfig({
	test: { ...e2e.test, include: ['tests/e2e/*.measure.ts'], testTimeout: 300_000 }
});
