// The page that verifies certificates without any network: it may be kept as a file.
import { written } from './compare';
import { check, dayOf, parseKeys, type Facts, type Finding, type KeySet } from './payload';
import { readPicture, watch } from './scan';
import { words, type Words } from './words';

const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

let keys: KeySet | null = parseKeys(at('keys').textContent ?? '');
let say: Words = words.vi;
let found: Finding | null = null;
let scanning = false;

const put = (text: string) => text.replace('%s', keys?.issuer ?? '');

function speak(lang: 'vi' | 'en') {
	say = words[lang];
	document.documentElement.lang = lang;
	document.title = say.title;
	for (const element of document.querySelectorAll<HTMLElement>('[data-word]'))
		element.textContent = say[element.dataset.word as keyof Words];
	for (const button of document.querySelectorAll<HTMLElement>('[data-lang]'))
		button.setAttribute('aria-pressed', String(button.dataset.lang === lang));
	at('scan').textContent = scanning ? say.stop : say.scan;
	showKeys();
	showFinding();
}

function showKeys(trouble = '') {
	at('keys-of').textContent = trouble || (keys ? put(say.keys_of) : say.keys_none);
	at<HTMLTextAreaElement>('code').disabled = at<HTMLButtonElement>('check').disabled = !keys;
	at('save').hidden = !location.protocol.startsWith('http');
}

function tell(text: string) {
	at('told').textContent = text;
}

function showFinding() {
	at('result').hidden = !found;
	if (!found) return;
	const proved = ['valid', 'expired', 'early'].includes(found.verdict);
	at('verdict').textContent = put(say[found.verdict]);
	at('verdict').className = `state ${found.verdict === 'valid' ? 'valid' : proved ? 'expired' : 'revoked'}`;
	at('facts').replaceChildren(...(proved && found.facts ? rows(found.facts) : []));
	at('sample').hidden = !(proved && found.facts?.demo);
	const link = at<HTMLAnchorElement>('online');
	link.hidden = !proved;
	if (proved && found.facts) link.href = `${keys!.issuer}/xac-minh/${found.facts.code}`;
}

function rows(facts: Facts): HTMLElement[] {
	const text = (name: keyof Facts) => written(facts, name, say.mark);
	const result = [facts.classification, facts.score === null ? '' : text('score')];
	return [
		[say.name, facts.name],
		[say.unit, facts.unit],
		[say.courseTitle, `${facts.courseTitle} (${facts.courseCode})`],
		[say.time, `${say.from} ${text('from')} ${say.to} ${text('to')}`],
		[say.periods, text('periods')],
		[say.score, result.filter(Boolean).join(', ')],
		[say.number, facts.number],
		[say.issuedOn, text('issuedOn')],
		[say.validUntil, facts.validUntil ? text('validUntil') : ''],
		[say.issuer, text('issuer')],
		[say.verification, facts.code]
	]
		.filter(([, value]) => value)
		.map(([label, value]) => {
			const row = document.createElement('div');
			for (const [kind, content] of [
				['dt', label],
				['dd', value]
			] as const) {
				const cell = document.createElement(kind);
				cell.textContent = content!;
				row.append(cell);
			}
			return row;
		});
}

function judge(text: string) {
	if (!keys) return;
	tell('');
	at<HTMLTextAreaElement>('code').value = text;
	found = check(text, keys, dayOf(new Date()));
	showFinding();
	at('result').focus();
}

async function scan() {
	const video = at<HTMLVideoElement>('video');
	scanning = !scanning;
	if (!scanning) return;
	video.hidden = false;
	at('scan').textContent = say.stop;
	tell(say.seeking);
	const text = await watch(video, () => !scanning).catch(() => {
		tell(say.no_camera);
		return null;
	});
	scanning = false;
	video.hidden = true;
	at('scan').textContent = say.scan;
	if (text) judge(text);
}

async function open(input: HTMLInputElement, take: (file: File) => Promise<void>) {
	const file = input.files?.[0];
	input.value = '';
	if (file) await take(file);
}

at('check').addEventListener('click', () => judge(at<HTMLTextAreaElement>('code').value));
at('scan').addEventListener('click', () => void scan());
at<HTMLInputElement>('picture').addEventListener('change', (event) => {
	void open(event.target as HTMLInputElement, async (file) => {
		const text = await readPicture(file);
		if (text) judge(text);
		else tell(say.no_code);
	});
});
at<HTMLInputElement>('key-file').addEventListener('change', (event) => {
	void open(event.target as HTMLInputElement, async (file) => {
		const read = parseKeys(await file.text());
		keys = read ?? keys;
		showKeys(read ? '' : say.keys_bad);
	});
});
for (const button of document.querySelectorAll<HTMLElement>('[data-lang]'))
	button.addEventListener('click', () => speak(button.dataset.lang as 'vi' | 'en'));
at('scan').hidden = !navigator.mediaDevices;
speak(document.documentElement.lang === 'en' ? 'en' : 'vi');
