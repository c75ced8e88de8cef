import type { Question } from '$lib/api/wire';
import type { AnswerField } from '../answer-field';

/** QuestionProps is what the component of every type is given. */
export interface QuestionProps {
	question: Question;
	field: AnswerField;
	/** labelledby is the element that says what is asked. */
	labelledby: string;
}
