import type { BankItem, BankTopic } from '$lib/api/wire';
import { text } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import type { IconName } from '$lib/ui/Icon.svelte';

export type BankState = BankItem['state'];

interface StateWords {
	tone: 'plain' | 'brand' | 'success' | 'warning';
	icon: IconName;
	name: () => string;
}

/** stateWords are how the states of a question look: a word with a drawing, never a colour alone. */
export const stateWords: Record<BankState, StateWords> = {
	draft: { tone: 'brand', icon: 'clock', name: m.bank_state_draft },
	sent_back: { tone: 'warning', icon: 'back', name: m.bank_state_sent_back },
	reviewed: { tone: 'success', icon: 'check', name: m.bank_state_reviewed },
	retired: { tone: 'plain', icon: 'close', name: m.bank_state_retired }
};

/** topicName calls a topic by its title; a topic that the course no longer has by its key. */
export function topicName(topics: BankTopic[], key: string): string {
	const found = topics.find((topic) => topic.key === key);
	return found ? text(found.title) : key;
}

export const levelName = (level: number) => m.bank_level({ level });
