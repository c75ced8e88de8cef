export type Theme = 'light' | 'dark' | 'system';

/** theme reads what the in-head script of app.html has set. */
export function theme(): Theme {
	return (document.documentElement.dataset.theme as Theme) ?? 'system';
}

export function setTheme(next: Theme): void {
	document.documentElement.dataset.theme = next;
	localStorage.setItem('theme', next);
}

/** dataSaver: no web font, no video before it is asked for. The browser's own Save-Data counts too. */
export function dataSaver(): boolean {
	const connection = (navigator as { connection?: { saveData?: boolean } }).connection;
	return localStorage.getItem('dataSaver') !== null || connection?.saveData === true;
}

export function setDataSaver(on: boolean): void {
	document.documentElement.toggleAttribute('data-saver', on);
	if (on) localStorage.setItem('dataSaver', '1');
	else localStorage.removeItem('dataSaver');
}
