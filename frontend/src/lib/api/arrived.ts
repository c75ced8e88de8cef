/** arrived gives the component of a part that is fetched late, or nothing when the line drops. */
export function arrived<C>(part: Promise<{ default: C }>): Promise<C | undefined> {
	return part.then(
		(module) => module.default,
		() => undefined
	);
}
