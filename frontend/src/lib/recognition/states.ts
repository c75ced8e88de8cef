import type { Recognition } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

type State = Recognition['state'];
type Tone = 'plain' | 'brand' | 'success' | 'warning' | 'danger';

/** recognitionStates are the words and tones of every state, in the order of their coming. */
export const recognitionStates: Record<State, { word: () => string; tone: Tone }> = {
	submitted: { word: m.recognition_state_submitted, tone: 'brand' },
	proposed: { word: m.recognition_state_proposed, tone: 'brand' },
	returned: { word: m.recognition_state_returned, tone: 'warning' },
	accepted: { word: m.recognition_state_accepted, tone: 'success' },
	refused: { word: m.recognition_state_refused, tone: 'danger' },
	withdrawn: { word: m.recognition_state_withdrawn, tone: 'danger' },
	taken_back: { word: m.recognition_state_taken_back, tone: 'plain' }
};
