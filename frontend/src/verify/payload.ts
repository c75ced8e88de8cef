import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { decode } from 'cborg';
import { fromDigits } from './digits';

// Not every browser's own cryptography knows Ed25519, and some offer none to a page that was opened from a file.
hashes.sha512 = sha512;

/** Facts are what a certificate says, in the order in which they are signed. Days count from 1 January 1970. */
export interface Facts {
	code: string;
	number: string;
	name: string;
	unit: string;
	courseCode: string;
	courseTitle: string;
	from: number;
	to: number;
	periods: number;
	score: number | null;
	classification: string;
	issuer: string[];
	issuedOn: number;
	validUntil: number;
	demo: boolean;
}

const names = [
	'code',
	'number',
	'name',
	'unit',
	'courseCode',
	'courseTitle',
	'from',
	'to',
	'periods',
	'score',
	'classification',
	'issuer',
	'issuedOn',
	'validUntil',
	'demo'
] as const satisfies (keyof Facts)[];

/** A published key, as the platform's JWK Set has it. */
export interface PublicKey {
	kty: string;
	crv: string;
	x: string;
	nbf?: number;
	exp?: number;
}

export interface KeySet {
	issuer: string;
	keys: PublicKey[];
}

export type Verdict =
	'valid' | 'expired' | 'early' | 'forged' | 'unknown_key' | 'retired_key' | 'misdirected' | 'unreadable';

export interface Finding {
	verdict: Verdict;
	/** Believed only with valid, expired and early; null when they cannot be read. */
	facts: Facts | null;
}

const version = 1;
const idBytes = 4;
const signatureBytes = 64;
const mostDigits = 7089;
const signedAs = new TextEncoder().encode('taphuan certificate payload\n');
const nothing: Finding = { verdict: 'unreadable', facts: null };

/** check judges the text of a QR code, or a payload alone, by the published keys and the day of the clock. */
export function check(text: string, set: KeySet, today: number): Finding {
	const [before, behind] = text.trim().split('#', 2);
	const address = behind === undefined ? '' : before!;
	const digits = behind ?? before!;
	const data = digits.length > mostDigits ? null : fromDigits(digits);
	if (!data || data.length <= 1 + idBytes + signatureBytes || data[0] !== version) return nothing;
	const signed = data.subarray(0, -signatureBytes);
	const facts = factsOf(signed.subarray(1 + idBytes));
	const key = set.keys.find((one) => isNamed(one, data.subarray(1, 1 + idBytes)));
	if (!key) return { verdict: 'unknown_key', facts };
	if (!isSigned(data.subarray(-signatureBytes), signed, key)) return { verdict: 'forged', facts };
	return facts ? { verdict: judge(facts, key, address, set.issuer, today), facts } : nothing;
}

function judge(facts: Facts, key: PublicKey, address: string, issuer: string, today: number): Verdict {
	if (key.exp && facts.issuedOn > dayOf(new Date(key.exp * 1000))) return 'retired_key';
	if (address && !leadsTo(address, issuer, facts.code)) return 'misdirected';
	if (today < facts.issuedOn) return 'early';
	return facts.validUntil && today > facts.validUntil ? 'expired' : 'valid';
}

/** listed puts the facts that stand in a list, as they are signed, under their names; null when they are none. */
export function listed(list: unknown): Facts | null {
	if (!Array.isArray(list) || list.length !== names.length) return null;
	return Object.fromEntries(names.map((name, i) => [name, list[i]])) as unknown as Facts;
}

function factsOf(body: Uint8Array): Facts | null {
	try {
		return listed(decode(body, { allowIndefinite: false, allowUndefined: false, strict: true }));
	} catch {
		return null;
	}
}

function isSigned(signature: Uint8Array, signed: Uint8Array, key: PublicKey): boolean {
	const message = new Uint8Array([...signedAs, ...signed]);
	try {
		return verify(signature, message, fromBase64(key.x));
	} catch {
		return false; // no point of the curve
	}
}

/** isNamed says whether a short name is the beginning of the key's thumbprint (RFC 7638). */
function isNamed(key: PublicKey, id: Uint8Array): boolean {
	const thumbprint = sha256(
		new TextEncoder().encode(`{"crv":"${key.crv}","kty":"${key.kty}","x":"${key.x}"}`)
	);
	return key.crv === 'Ed25519' && id.every((byte, i) => byte === thumbprint[i]);
}

function fromBase64(text: string): Uint8Array {
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function leadsTo(address: string, issuer: string, code: string): boolean {
	try {
		const to = new URL(address);
		return to.host === new URL(issuer).host && to.pathname.endsWith(`/xac-minh/${code}`);
	} catch {
		return false;
	}
}

const day = 24 * 60 * 60 * 1000;

/** dayOf counts the days until a moment, as Viet Nam's clocks show it. */
export function dayOf(at: Date): number {
	return Math.floor((at.getTime() + 7 * 60 * 60 * 1000) / day);
}

/** dayText writes a counted day as Viet Nam does: "23/11/2026". */
export function dayText(count: number): string {
	const at = new Date(count * day);
	const two = (n: number) => String(n).padStart(2, '0');
	return `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}

/** parseKeys reads a published JWK Set; null when it is none of a platform. */
export function parseKeys(text: string): KeySet | null {
	try {
		const set = JSON.parse(text) as KeySet;
		return typeof set.issuer === 'string' && Array.isArray(set.keys) && set.keys.length > 0 ? set : null;
	} catch {
		return null;
	}
}
