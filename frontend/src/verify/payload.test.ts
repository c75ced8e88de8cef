import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromDigits } from './digits';
import { check, dayOf, dayText, listed, parseKeys, type KeySet } from './payload';

// The file that the server's own check is tested by.
const golden = JSON.parse(
	readFileSync('../internal/certificate/credential/testdata/signed.json', 'utf8')
) as { text: string; keys: KeySet; today: string; facts: unknown[] };
const today = dayOf(new Date(`${golden.today}T09:00:00+07:00`));
const [address, digits] = golden.text.split('#') as [string, string];
const verdict = (text: string, keys = golden.keys, on = today) => check(text, keys, on).verdict;

test('what the platform signed is proved', () => {
	const found = check(golden.text, golden.keys, today);
	expect(found.verdict).toBe('valid');
	expect(found.facts).toEqual(listed(golden.facts));
	expect(verdict(` ${digits}\n`)).toBe('valid');
});

test('the clock decides about its time', () => {
	const { issuedOn, validUntil } = check(golden.text, golden.keys, today).facts!;
	expect(verdict(golden.text, golden.keys, validUntil)).toBe('valid');
	expect(verdict(golden.text, golden.keys, validUntil + 1)).toBe('expired');
	expect(verdict(golden.text, golden.keys, issuedOn - 1)).toBe('early');
	expect(dayText(issuedOn)).toBe('21/11/2026');
});

test('a changed digit anywhere is not believed', () => {
	for (let at = 0; at < digits.length; at += 3) {
		const other = digits[at] === '0' ? '1' : '0';
		const text = `${address}#${digits.slice(0, at)}${other}${digits.slice(at + 1)}`;
		expect(['forged', 'unknown_key', 'unreadable']).toContain(verdict(text));
	}
});

test('another key, a retired key, another address', () => {
	const key = golden.keys.keys[0]!;
	const other = { ...key, x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
	expect(verdict(golden.text, { ...golden.keys, keys: [other] })).toBe('unknown_key');
	const retired = { ...key, exp: Date.parse('2026-11-20T10:00:00Z') / 1000 };
	expect(verdict(golden.text, { ...golden.keys, keys: [other, retired] })).toBe('retired_key');
	expect(verdict(golden.text.replace('taphuan.example', 'taphuan.evil.example'))).toBe('misdirected');
	expect(verdict(`${address.slice(0, -1)}0#${digits}`)).toBe('misdirected');
});

test('what is no payload is not read', () => {
	for (const text of ['', '#', address, `${address}#12345`, 'giấy', '1'.repeat(8000), `${golden.text}1`])
		expect(['unreadable', 'forged']).toContain(verdict(text));
	for (const text of ['1', '12', '256', '1234', '99999999999999999', '+12', '000000'])
		expect(fromDigits(text)).toBeNull();
	expect(fromDigits('25500001')).toBeNull();
	expect(fromDigits('255')).toEqual(Uint8Array.of(255));
	for (const text of ['', '{}', '[]', '{"issuer":"https://a","keys":[]}']) expect(parseKeys(text)).toBeNull();
});
