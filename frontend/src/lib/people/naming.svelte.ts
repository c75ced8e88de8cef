import type { PersonPage } from '$lib/api/wire';

/** Naming is what is typed about a name. Parts are sent only when somebody opened them. */
export class Naming {
	fullName = $state('');
	familyName = $state('');
	middleName = $state('');
	givenName = $state('');
	code = $state('');
	birthYear = $state('');
	parted = $state(false);

	constructor(of?: PersonPage) {
		if (!of) return;
		this.fullName = of.fullName;
		this.familyName = of.familyName;
		this.middleName = of.middleName;
		this.givenName = of.givenName;
		this.code = of.code;
		this.birthYear = of.birthYear ? String(of.birthYear) : '';
	}

	body() {
		const { fullName, familyName, middleName, givenName, code, birthYear, parted } = this;
		const year = Number(birthYear);
		return {
			fullName,
			...(parted && { familyName, middleName, givenName }),
			...(code.trim() && { code: code.trim() }),
			...(birthYear.trim() && { birthYear: Number.isInteger(year) ? year : 0 })
		};
	}
}
