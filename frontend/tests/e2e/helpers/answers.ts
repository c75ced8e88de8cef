import type { Locator, Page } from 'playwright-core';

/** fieldsOf are what a question is answered with; most types come as a file of their own, a moment after the card. */
export function fieldsOf(card: Locator): Locator {
	const keep = card.getByRole('button', { name: 'Giữ thứ tự này' });
	return card.locator(':is(input, select, textarea):not(.flag *)').or(keep);
}

/** answerHere answers the whole question on screen, whatever its type. */
export async function answerHere(page: Page): Promise<void> {
	const card = page.getByRole('region', { name: /^Câu \d+ trong/ });
	const fields = fieldsOf(card);
	await fields.first().waitFor();
	const names = await fields.evaluateAll((all) =>
		all.flatMap((one) =>
			/^(radio|checkbox)$/.test((one as HTMLInputElement).type) ? [(one as HTMLInputElement).name] : []
		)
	);
	for (const name of new Set(names)) await card.locator(`input[name="${name}"]`).first().check();
	for (const list of await card.locator('select').all()) await list.selectOption({ index: 1 });
	for (const text of await card.locator('textarea, input.input').all()) {
		await text.fill('5');
		await text.blur();
	}
	const keep = card.getByRole('button', { name: 'Giữ thứ tự này' });
	if (await keep.count()) await keep.first().click();
}
