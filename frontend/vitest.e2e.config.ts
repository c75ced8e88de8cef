import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The stories share one demonstration, so they are told in one order on every machine: by name, and those that publish
 * a new version of a course last, for the others look at the demonstration's own.
 */
class OneOrder extends BaseSequencer {
	override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const place = (file: TestSpecification) =>
			(/(bank|question-editor)\.e2e\.ts$/.test(file.moduleId) ? '2' : '1') + file.moduleId;
		return Promise.resolve([...files].sort((a, b) => (place(a) < place(b) ? -1 : 1)));
	}
}

// Stories in real Chromium against the real program: one server for all files, one story after another.
export default defineConfig({
	test: {
		sequence: { sequencer: OneOrder },
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
