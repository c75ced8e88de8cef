import type { FieldProblem, Problem } from './wire';

/** ApiError carries the problem+json that the server answered; its message is fit for the reader. */
export class ApiError extends Error {
	readonly status: number;
	readonly code: string;
	readonly fields: FieldProblem[];
	readonly requestId: string | undefined;
	readonly retryAfterSeconds: number | undefined;

	constructor(problem: Partial<Problem>, status: number) {
		super(problem.detail || problem.title || `HTTP ${status}`);
		this.name = 'ApiError';
		this.status = status;
		this.code = problem.code ?? `http.${status}`;
		this.fields = problem.errors ?? [];
		this.requestId = problem.requestId;
		this.retryAfterSeconds = problem.retryAfterSeconds;
	}

	/** field gives the message for one field of the body: `field('username')` finds "body.username". */
	field(name: string): string | undefined {
		return this.fields.find((f) => f.field === name || f.field === `body.${name}`)?.message;
	}
}

/** isOffline tells a request that never reached the server from one that the server refused. */
export function isOffline(error: unknown): boolean {
	return error instanceof TypeError;
}

/** isStatus tells whether the server answered with this status. */
export function isStatus(error: unknown, status: number): boolean {
	return error instanceof ApiError && error.status === status;
}

/** problemOf reads the body of a refused answer, whatever form it has. */
export async function problemOf(response: Response): Promise<ApiError> {
	const isJson = response.headers.get('content-type')?.includes('json');
	const body: Partial<Problem> = isJson ? await response.json().catch(() => ({})) : {};
	return new ApiError(body, response.status);
}
