/** moved is an order after what stood at one place was put at another. */
export function moved(order: number[], from: number, to: number): number[] {
	const rest = order.filter((_, place) => place !== from);
	return [...rest.slice(0, to), order[from]!, ...rest.slice(to)];
}
