import type { EnrollmentTest } from '$lib/api/wire';
import { score } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

type Told = Pick<EnrollmentTest, 'kind' | 'questionCount' | 'minutes' | 'passMark'>;

/** testFacts says how long a test is and from which mark on it is passed, or that it counts for nothing. */
export function testFacts({ kind, questionCount: questions, minutes, passMark }: Told): string {
	if (kind === 'self_check') return m.course_check_line({ questions, minutes });
	return m.course_test_line({ questions, minutes, mark: score(passMark) });
}
