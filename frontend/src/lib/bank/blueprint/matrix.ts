import type { RulesCell, RulesPage, TestRules } from '$lib/api/wire';
import { levels } from '../words';

type Place = Pick<RulesCell, 'topic' | 'difficulty'>;
const same = (a: Place, b: Place) => a.topic === b.topic && a.difficulty === b.difficulty;

/** countAt is how many questions the rules ask of a cell; cells that repeat count together. */
export function countAt(test: TestRules, place: Place): number {
	return test.cells.filter((cell) => same(cell, place)).reduce((sum, cell) => sum + cell.count, 0);
}

/** withCount are the rules with another count for a cell, which goes where it is nothing. */
export function withCount(test: TestRules, place: Place, count: number): TestRules {
	const at = test.cells.findIndex((cell) => same(cell, place));
	const cells = test.cells.filter((cell, index) => index === at || !same(cell, place));
	const kept = cells.findIndex((cell) => same(cell, place));
	if (count <= 0) return { ...test, cells: cells.filter((cell) => !same(cell, place)) };
	if (kept < 0) return { ...test, cells: [...cells, { ...place, count }] };
	return { ...test, cells: cells.map((cell, index) => (index === kept ? { ...cell, count } : cell)) };
}

/** availableAt is what the bank has for a cell, beside the fixed questions. */
export function availableAt(page: RulesPage, test: TestRules, place: Place): number {
	const all = page.available.find((cell) => same(cell, place))?.count ?? 0;
	const fixed = page.bank.filter((question) => same(question, place) && test.fixed.includes(question.key));
	return all - fixed.length;
}

/** total is the number of questions on a paper. */
export const total = (test: TestRules): number =>
	test.cells.reduce((sum, cell) => sum + cell.count, test.fixed.length);

/** topicsOf are the topics of a matrix: those of the course that the bank or the test knows, in their order. */
export function topicsOf(page: RulesPage, test: TestRules): RulesPage['topics'] {
	const known = [...page.available, ...test.cells].map(({ topic }) => topic);
	return page.topics.filter(({ key }) => known.includes(key));
}

/** lacking are the cells for which the bank has too few. */
export function lacking(page: RulesPage, test: TestRules): (Place & { asked: number; available: number })[] {
	return topicsOf(page, test).flatMap(({ key }) =>
		levels.flatMap((difficulty) => {
			const place = { topic: key, difficulty };
			const [asked, available] = [countAt(test, place), availableAt(page, test, place)];
			return asked > available ? [{ ...place, asked, available }] : [];
		})
	);
}

/** Change is a rule that would be another one; empty stands for nothing. */
export interface Change {
	name: keyof TestRules | 'cell';
	place?: Place;
	before: string;
	after: string;
}

/** changesOf lists what differs between two rules of a test. */
export function changesOf(before: TestRules, after: TestRules): Change[] {
	const names = (Object.keys(after) as (keyof TestRules)[]).filter(
		(name) => name !== 'cells' && name !== 'kind'
	);
	const plain = names
		.map((name) => ({ name, before: String(before[name]), after: String(after[name]) }))
		.filter((change) => change.before !== change.after);
	const places = [...before.cells, ...after.cells].filter(
		(place, at, all) => all.findIndex((other) => same(other, place)) === at
	);
	const cells = places
		.map((place) => ({
			name: 'cell' as const,
			place,
			before: String(countAt(before, place)),
			after: String(countAt(after, place))
		}))
		.filter((change) => change.before !== change.after);
	return [...cells, ...plain];
}
