import type { EnrollmentTest } from '$lib/api/wire';
import { score } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

type Told = Pick<EnrollmentTest, 'kind' | 'questionCount' | 'minutes' | 'passMark'>;

/** testFacts says how long a test is and, where it counts, from which mark on it is passed. */
export function testFacts({ kind, questionCount: questions, minutes, passMark }: Told): string {
	if (kind === 'self_check') return m.course_check_line({ questions, minutes });
	return m.course_test_line({ questions, minutes, mark: score(passMark) });
}

/** testPurpose says what a test is for; undefined for the final one, which needs no word. */
export function testPurpose({ kind }: Pick<Told, 'kind'>): string | undefined {
	switch (kind) {
		case 'pre_test':
			return m.test_purpose_pre();
		case 'self_check':
			return m.test_purpose_self();
		default:
			return undefined;
	}
}
