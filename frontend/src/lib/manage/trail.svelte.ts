const key = 'agency.names';
const most = 400;

function stored(): Record<string, string> {
	try {
		return JSON.parse(sessionStorage.getItem(key) ?? '{}');
	} catch {
		return {};
	}
}

/** Trail is the way down the tree of agencies. The address holds the ids; names seen on the way are remembered for this window. */
class Trail {
	#names = $state<Record<string, string>>({});

	remember(agencies: { id: string; name: string }[]): void {
		const known = { ...stored(), ...Object.fromEntries(agencies.map(({ id, name }) => [id, name])) };
		const kept = Object.fromEntries(Object.entries(known).slice(-most));
		this.#names = kept;
		sessionStorage.setItem(key, JSON.stringify(kept));
	}

	name(id: string): string | undefined {
		return this.#names[id] ?? stored()[id];
	}
}

export const trail = new Trail();

/** steps reads the ids of the way down from the address: "a.b.c". */
export function steps(path: string): string[] {
	return path ? path.split('.') : [];
}
