interface KeptFile {
	file: File;
	sheet: string;
}

// The server keeps no uploaded file; this window does, until it is closed, so that it can be given back with its results.
const files = new Map<string, KeptFile>();

export function keepFile(rosterId: string, file: File, sheet: string): void {
	files.set(rosterId, { file, sheet });
}

export function keptFile(rosterId: string): KeptFile | undefined {
	return files.get(rosterId);
}
