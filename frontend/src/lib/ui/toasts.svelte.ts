export interface Toast {
	id: number;
	text: string;
	tone: 'success' | 'danger';
}

let next = 0;

/** toasts are short confirmations; nothing that must be read stands only here. */
export const toasts = $state<Toast[]>([]);

export function closeToast(id: number): void {
	const index = toasts.findIndex((toast) => toast.id === id);
	if (index >= 0) toasts.splice(index, 1);
}

export function toast(text: string, tone: Toast['tone'] = 'success'): void {
	const id = ++next;
	toasts.push({ id, text, tone });
	setTimeout(() => closeToast(id), 8000);
}
