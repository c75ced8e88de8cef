import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Stories that publish a new version of a course come last: the others look at the demonstration's own. */
class PublishersLast extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const publishes = (file: TestSpecification) =>
			Number(/(bank|question-editor)\.e2e\.ts$/.test(file.moduleId));
		return (await super.sort(files)).sort((a, b) => publishes(a) - publishes(b));
	}
}

// Stories in real Chromium against the real program: one server for all files, one story after another.
export default defineConfig({
	test: {
		sequence: { sequencer: PublishersLast },
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
