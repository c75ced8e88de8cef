import { GET } from '$lib/api/client';
import { resource } from '$lib/api/resource.svelte';
import { text } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** courseChoices reads the published courses for a list to choose from. Call it while a component is set up. */
export function courseChoices() {
	const courses = resource(
		() => 'all',
		() => GET('/courses', { query: { pageSize: 100 } })
	);
	return {
		get list() {
			return (courses.value?.items ?? []).map(({ key, code, title }) => ({
				value: key,
				label: `${code} · ${text(title)}`
			}));
		},
		get withAll() {
			return [{ value: '', label: m.manage_all_courses() }, ...this.list];
		}
	};
}
