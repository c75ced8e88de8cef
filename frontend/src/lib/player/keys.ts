/** Command is what a key asks of the player. */
export type Command =
	| { do: 'toggle' | 'captions' | 'full' | 'mute' | 'help' | 'slower' | 'faster' }
	| { do: 'by'; ms: number }
	| { do: 'to'; share: number };

const commands: Record<string, Command> = {
	' ': { do: 'toggle' },
	k: { do: 'toggle' },
	arrowleft: { do: 'by', ms: -5000 },
	arrowright: { do: 'by', ms: 5000 },
	j: { do: 'by', ms: -10_000 },
	l: { do: 'by', ms: 10_000 },
	c: { do: 'captions' },
	f: { do: 'full' },
	m: { do: 'mute' },
	'<': { do: 'slower' },
	'>': { do: 'faster' },
	'?': { do: 'help' }
};

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** commandOf reads a key; combinations belong to the browser. */
export function commandOf({ key, ctrlKey, altKey, metaKey }: Key): Command | undefined {
	if (ctrlKey || altKey || metaKey) return undefined;
	if (/^\d$/.test(key)) return { do: 'to', share: Number(key) / 10 };
	return commands[key.toLowerCase()];
}

/** isOwn tells whether an element has its own use for a key: a field, a choice, a button that space presses. */
export function isOwn(element: Element, key: string): boolean {
	if (element.closest('dialog, form')) return true;
	if (element.matches('input[type=range]')) return false;
	if (element.matches('input, select, textarea')) return true;
	return key === ' ' && element.matches('button, summary, a');
}
