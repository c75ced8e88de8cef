import type { Page } from 'playwright-core';

/** answerHere answers the whole question on screen, whatever its type. */
export async function answerHere(page: Page): Promise<void> {
	const card = page.getByRole('region', { name: /^Câu \d+ trong/ });
	const control = card.locator(':is(input, select, textarea):not(.flag *)');
	const keep = card.getByRole('button', { name: 'Giữ thứ tự này' });
	await control.or(keep).first().waitFor();
	const names = await control.evaluateAll((all) =>
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
	if (await keep.count()) await keep.first().click();
}
