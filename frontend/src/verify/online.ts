// What the verification page does beyond its words when scripts may run: it compares the QR code that led here with the
// register, and a PDF file with the one that was registered. Every sentence stands in the page; this only shows some.
import { sha256 } from '@noble/hashes/sha2.js';
import { differences } from './compare';
import { check, dayOf, listed, parseKeys, type Facts } from './payload';

const largest = 64 * 1024 * 1024;

const paper = document.getElementById('paper');
if (paper && location.hash.length > 1) void comparePaper(paper);
const file = document.getElementById('file');
if (file) awaitFile(file);

/** tell shows the one sentence of a section that fits. */
function tell(section: HTMLElement, outcome: string) {
	section.hidden = false;
	section.dataset.told = outcome;
	for (const sentence of section.querySelectorAll<HTMLElement>('[data-outcome]'))
		sentence.hidden = sentence.dataset.outcome !== outcome;
}

async function comparePaper(section: HTMLElement) {
	const register = listed(JSON.parse(section.dataset.stated!));
	const answer = await fetch('/.well-known/jwks.json').catch(() => null);
	const keys = answer?.ok ? parseKeys(await answer.text()) : null;
	if (!register || !keys) return;
	// The page's own address counts: behind a name that only some know, the platform is still itself.
	const { verdict, facts } = check(location.hash, keys, dayOf(new Date()));
	const signed = ['valid', 'expired', 'early'].includes(verdict);
	const found = facts ? differences(facts, register, section.dataset.mark!) : [];
	// A key that leaked is published no more: its papers are proved by this page alone, and need no alarm.
	const unproved = verdict === 'unknown_key' && facts && !found.length;
	if (verdict === 'unreadable' || unproved) return tell(section, 'unreadable');
	if (!signed || facts?.code !== register.code) tell(section, 'forged');
	else tell(section, found.length ? 'changed' : 'same');
	list(section, found);
}

function list(section: HTMLElement, found: ReturnType<typeof differences>) {
	const labels = listed(JSON.parse(section.dataset.labels!)) as unknown as Record<keyof Facts, string>;
	const rows = found.map(({ name, paper, register }) => {
		const row = document.createElement('tr');
		for (const [i, text] of [labels[name], paper, register].entries()) {
			const cell = document.createElement(i ? 'td' : 'th');
			if (!i) cell.scope = 'row';
			cell.textContent = text;
			row.append(cell);
		}
		return row;
	});
	section.querySelector('tbody')!.replaceChildren(...rows);
	section.querySelector('table')!.hidden = rows.length === 0;
}

function awaitFile(section: HTMLElement) {
	const input = section.querySelector('input')!;
	section.hidden = false;
	input.addEventListener('change', () => void compareFile(section, input.files?.[0]));
	for (const kind of ['dragenter', 'dragover'] as const)
		section.addEventListener(kind, (event) => {
			event.preventDefault();
			section.classList.add('over');
		});
	section.addEventListener('dragleave', () => section.classList.remove('over'));
	section.addEventListener('drop', (event) => {
		event.preventDefault();
		section.classList.remove('over');
		void compareFile(section, event.dataTransfer?.files[0]);
	});
}

async function compareFile(section: HTMLElement, chosen: File | undefined) {
	if (!chosen) return;
	section.querySelector('output')!.textContent = chosen.name;
	if (chosen.size > largest) return tell(section, 'other');
	const bytes = await chosen.arrayBuffer().catch(() => null);
	if (!bytes) return tell(section, 'unread');
	const hex = [...sha256(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	const among = (hashes: string | undefined) => hashes!.split(' ').includes(hex);
	tell(section, among(section.dataset.sha256) ? 'same' : among(section.dataset.former) ? 'former' : 'other');
}
