import { arrived } from './arrived';
import type Trouble from './Trouble.svelte';

/** words holds the component that explains errors. It is fetched at rest, so that it is there when the network is not. */
export const words = $state<{ Trouble?: typeof Trouble }>({});

/** fetchTrouble gets the component; without a network it may fail and is tried again at the next error. */
export async function fetchTrouble(): Promise<void> {
	words.Trouble ??= await arrived(import('./Trouble.svelte'));
}
