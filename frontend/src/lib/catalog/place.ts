/** placeId names a lesson or a part in the outline of its course; empty for the course itself. */
export function placeId({ moduleKey, lessonSlug }: { moduleKey?: string; lessonSlug?: string }): string {
	if (lessonSlug) return `bai-${lessonSlug}`;
	return moduleKey ? `phan-${moduleKey}` : '';
}
