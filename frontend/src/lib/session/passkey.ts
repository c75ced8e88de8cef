// Passkeys (khóa truy cập) by the browser's own WebAuthn; options and credentials travel as JSON with base64url.
type Json = Record<string, unknown>;

export function passkeysWork(): boolean {
	return 'PublicKeyCredential' in globalThis && 'credentials' in navigator;
}

function decode(text: string): ArrayBuffer {
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
}

function encode(buffer: ArrayBuffer): string {
	const binary = String.fromCharCode(...new Uint8Array(buffer));
	return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function withIds(list: unknown): unknown {
	return Array.isArray(list)
		? list.map((entry: { id: string }) => ({ ...entry, id: decode(entry.id) }))
		: list;
}

function publicKeyOf(options: Json): Json {
	return (options.publicKey as Json | undefined) ?? options;
}

/** getPasskey asks the reader for one of their passkeys. */
export async function getPasskey(options: Json): Promise<Json> {
	const given = publicKeyOf(options);
	const publicKey = {
		...given,
		challenge: decode(given.challenge as string),
		allowCredentials: withIds(given.allowCredentials)
	} as PublicKeyCredentialRequestOptions;
	const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
	const response = credential.response as AuthenticatorAssertionResponse;
	return toJson(credential, {
		authenticatorData: encode(response.authenticatorData),
		clientDataJSON: encode(response.clientDataJSON),
		signature: encode(response.signature),
		userHandle: response.userHandle ? encode(response.userHandle) : undefined
	});
}

/** makePasskey makes a new passkey on this device. */
export async function makePasskey(options: Json): Promise<Json> {
	const given = publicKeyOf(options);
	const user = given.user as { id: string };
	const publicKey = {
		...given,
		challenge: decode(given.challenge as string),
		user: { ...user, id: decode(user.id) },
		excludeCredentials: withIds(given.excludeCredentials)
	} as unknown as PublicKeyCredentialCreationOptions;
	const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
	const response = credential.response as AuthenticatorAttestationResponse;
	return toJson(credential, {
		attestationObject: encode(response.attestationObject),
		clientDataJSON: encode(response.clientDataJSON),
		transports: response.getTransports?.() ?? []
	});
}

function toJson(credential: PublicKeyCredential, response: Json): Json {
	return {
		id: credential.id,
		rawId: encode(credential.rawId),
		type: credential.type,
		authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
		clientExtensionResults: credential.getClientExtensionResults(),
		response
	};
}
