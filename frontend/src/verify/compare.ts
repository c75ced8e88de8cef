import { dayText, type Facts } from './payload';

/** A fact that the paper says otherwise than the register. */
export interface Difference {
	name: keyof Facts;
	paper: string;
	register: string;
}

/** differences compares what a paper says with what the register says. A unit that is not shown is not compared. */
export function differences(paper: Facts, register: Facts, mark: string): Difference[] {
	const found: Difference[] = [];
	for (const name of Object.keys(register) as (keyof Facts)[]) {
		if (name === 'unit' && !register.unit) continue;
		if (JSON.stringify(paper[name]) === JSON.stringify(register[name])) continue;
		found.push({ name, paper: written(paper, name, mark), register: written(register, name, mark) });
	}
	return found;
}

/** written is a fact as a person reads it; mark stands before decimals. */
export function written(facts: Facts, name: keyof Facts, mark: string): string {
	switch (name) {
		case 'from':
		case 'to':
		case 'issuedOn':
		case 'validUntil':
			return facts[name] ? dayText(facts[name]) : '—';
		case 'periods':
			return decimal(facts.periods, mark);
		case 'score':
			return facts.score === null ? '—' : `${decimal(Math.floor((facts.score + 5) / 10) * 10, mark)}/10`;
		case 'issuer':
			return facts.issuer.join(' - ');
		case 'demo':
			return facts.demo ? '✓' : '—';
		default:
			return facts[name] || '—';
	}
}

/** decimal writes hundredths without needless zeros. */
function decimal(hundredths: number, mark: string): string {
	return String(hundredths / 100).replace('.', mark);
}
