import type { AttemptResult, EnrollmentTest } from '$lib/api/wire';
import { moment } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import type { IconName } from '$lib/ui/Icon.svelte';

/** Access is whether and when a test may be taken, as the pages of courses and of results are told. */
type Access = Pick<EnrollmentTest, 'state' | 'lessonsLeft'> & {
	opensAt?: string | undefined;
	sitting?: EnrollmentTest['sitting'] | AttemptResult['again']['sitting'];
};

/** accessLine says it in a line; undefined where nothing stands in the way and no sitting is open. */
export function accessLine(access: Access): { icon?: IconName; text: string } | undefined {
	const line = lineOf(access);
	return line && access.sitting?.needsCode ? { ...line, text: m.test_with_code({ line: line.text }) } : line;
}

function lineOf({
	state,
	opensAt,
	sitting,
	lessonsLeft
}: Access): { icon?: IconName; text: string } | undefined {
	switch (state) {
		case 'open':
			return sitting && { icon: 'clock', text: m.test_open_until(closing(sitting)) };
		case 'marking':
			return { icon: 'clock', text: m.test_marking() };
		case 'locked':
			return {
				icon: 'lock',
				text: lessonsLeft ? m.test_lessons_first({ count: lessonsLeft }) : m.test_locked()
			};
		case 'closed':
			return { icon: 'calendar', text: sitting ? m.test_closed_until(opening(sitting)) : m.test_closed() };
		case 'cooling_off': {
			const time = moment(opensAt ?? '');
			const text = sitting
				? m.test_cooling_off_in({ time, title: sitting.title })
				: m.test_cooling_off({ time });
			return { icon: 'clock', text };
		}
		case 'exhausted':
			return { text: m.test_exhausted() };
	}
}

type Sitting = NonNullable<Access['sitting']>;

const opening = ({ opensAt, title }: Sitting) => ({ time: moment(opensAt), title });
const closing = ({ closesAt, title }: Sitting) => ({ time: moment(closesAt), title });
