declare global {
	namespace App {
		interface Error {
			/** A file of the program did not arrive. */
			lost?: boolean;
		}
	}
}

export {};
