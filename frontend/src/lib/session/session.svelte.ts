import { GET } from '$lib/api/client';
import { isStatus } from '$lib/api/problem';
import {
	endLeft,
	forgetSession,
	hasSession,
	lastPerson,
	rememberPerson,
	rememberSession
} from '$lib/api/refresh';
import type { Instance, Me } from '$lib/api/wire';

/** Session is who is signed in here. `me` is undefined until known and null when nobody is. */
class Session {
	me = $state.raw<Me | null>();
	#asked: Promise<Me | null> | undefined;

	/** load asks the server once per page load; a failure to reach it is thrown and may be tried again. */
	load(): Promise<Me | null> {
		this.#asked ??= this.#ask().catch((error) => {
			this.#asked = undefined;
			throw error;
		});
		return this.#asked;
	}

	async #ask(): Promise<Me | null> {
		if (!hasSession()) {
			endLeft().catch(() => {});
			return (this.me = null);
		}
		try {
			return this.begin(await GET('/me'));
		} catch (error) {
			if (!isStatus(error, 401)) throw error;
			forgetSession();
			return (this.me = null);
		}
	}

	/** begin takes the answer of a successful sign-in. */
	begin(me: Me): Me {
		if (lastPerson() !== me.personId) {
			// Names of a roll call do not stay on a shared device for anybody else.
			import('$lib/offline/idb').then((idb) => idb.forgetSheets(me.personId)).catch(() => {});
		}
		rememberPerson(me.personId);
		rememberSession();
		this.me = me;
		this.#asked = Promise.resolve(me);
		return me;
	}

	/** update changes what is known of the person, for example after the first change of password. */
	update(change: Partial<Me>): void {
		if (this.me) this.begin({ ...this.me, ...change });
	}

	/** end forgets who is signed in ($lib/session/sign-out). */
	end(): void {
		forgetSession();
		this.me = null;
		this.#asked = Promise.resolve(null);
	}

	can(permission: string): boolean {
		return this.me?.permissions.includes(permission) ?? false;
	}
}

export const session = new Session();

let asked: Promise<Instance> | undefined;

/** instance tells what this installation is, and for a demonstration which accounts it has. */
export function instance(): Promise<Instance> {
	asked ??= GET('/instance').catch((error) => {
		asked = undefined;
		throw error;
	});
	return asked;
}
