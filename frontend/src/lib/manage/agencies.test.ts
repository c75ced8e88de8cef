import { expect, it } from 'vitest';
import type { Me } from '$lib/api/wire';
import { agenciesFor } from './agencies';

const role = (name: string, agencyId: string) => ({
	role: name,
	roleName: name,
	agencyId,
	agencyName: `Cơ quan ${agencyId}`
});
const me = (roles: Me['roles']): Me => ({
	state: 'signed_in',
	personId: 'p',
	fullName: '',
	givenName: '',
	username: '',
	locale: 'vi',
	demo: false,
	mustChangePassword: false,
	mustEnrollSecondFactor: false,
	twoStep: false,
	agency: { id: 'own', name: 'Cơ quan mình' },
	roles,
	permissions: [],
	unreadNotices: 0
});

it('lists each agency once, the most fitting role first', () => {
	const person = me([
		role('focal_point', 'a'),
		role('standing_agency', 'tinh'),
		role('agency_leader', 'a'),
		role('learner', 'x')
	]);
	expect(agenciesFor(person, 'agency').map((a) => a.id)).toEqual(['a']);
	expect(agenciesFor(person, 'report').map((a) => a.id)).toEqual(['tinh', 'a']);
});

it('falls back to the own agency, and to nothing when nobody is signed in', () => {
	expect(agenciesFor(me([]), 'province')).toEqual([{ id: 'own', name: 'Cơ quan mình' }]);
	expect(agenciesFor(null, 'province')).toEqual([]);
});
