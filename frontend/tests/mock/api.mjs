// The invented API: a table of "METHOD /path" with {placeholders}, answered from data.mjs.
import * as data from './data.mjs';

const list = (items, pageSize = 20) => ({ items, total: items.length, page: 1, pageSize });
const ok = (body) => ({ status: 200, body });
const none = { status: 204 };
const problem = (status, code, detail, more = {}) => ({
	status,
	body: { type: 'about:blank', title: detail, status, code, detail, requestId: 'req-0001', ...more }
});

function signIn({ body }) {
	if (body.password === 'sai')
		return problem(401, 'auth.wrong_credentials', 'Tên đăng nhập hoặc mật khẩu không đúng.');
	if (body.username === 'haibuoc') return ok({ state: 'second_factor_required' });
	return ok({ ...data.me, mustChangePassword: body.username === 'moi' });
}

function courses({ query }) {
	const fold = (text) =>
		text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
	const q = fold(query.get('q') ?? '');
	const found = data.courses.filter(
		(course) =>
			(!q || fold(course.title.vi + course.summary.vi).includes(q)) &&
			(!query.get('field') || course.field === query.get('field'))
	);
	return ok(list(found));
}

const savedAnswers = new Map();

function saveAnswers({ body }) {
	const savedAt = new Date().toISOString();
	for (const given of body.answers) savedAnswers.set(given.position, { ...given, savedAt });
	const saved = body.answers.map(({ position, revision }) => ({ position, revision, savedAt }));
	return ok({ saved, serverNow: savedAt, deadlineAt: attempt().deadlineAt });
}

const startedAt = new Date();
function attempt() {
	return {
		...data.attempt,
		startedAt: startedAt.toISOString(),
		deadlineAt: new Date(startedAt.getTime() + 30 * 60_000).toISOString(),
		serverNow: new Date().toISOString(),
		answers: [...savedAnswers.values()]
	};
}

const routes = {
	'POST /session': signIn,
	'POST /session/second-factor': () => ok(data.me),
	'POST /session/refresh': () => none,
	'DELETE /session': () => none,
	'GET /me': () => ok(data.me),
	'POST /me/password': () => none,
	'GET /me/sessions': () => ok(list(data.sessions)),
	'DELETE /me/sessions': () => none,
	'DELETE /me/sessions/{id}': () => none,
	'POST /me/totp': () => ok(data.totp),
	'POST /me/totp/confirm': () => ok({ recoveryCodes: data.recoveryCodes }),
	'GET /me/passkeys': () => ok(list(data.passkeys)),
	'GET /me/readers': () => ok(list(data.readers)),
	'GET /instance': () => ok(data.instance),
	'GET /courses': courses,
	'GET /courses/{key}': ({ at }) =>
		at.key === 'an1' ? ok(data.course) : problem(404, 'not_found', 'Không tìm thấy khóa học.'),
	'POST /courses/{key}/enrollment': () => ok({ enrollmentId: data.enrollment.id }),
	'GET /me/learning': () => ok(data.learning),
	'GET /enrollments/{id}': () => ok(data.enrollment),
	'GET /enrollments/{id}/lessons/{lessonId}': ({ at }) =>
		ok(at.lessonId.startsWith('v') ? data.videoLesson : { ...data.textLesson, id: at.lessonId }),
	'POST /enrollments/{id}/lessons/{lessonId}/done': () => ok({ state: 'done' }),
	'POST /enrollments/{id}/lessons/{lessonId}/playback': () => ok({ playbackId: 'p1' }),
	'POST /enrollments/{id}/lessons/{lessonId}/watch': ({ body }) =>
		ok({
			watchedMs: 30000,
			positionMs: body.positionMs,
			state: 'started',
			missing: [{ fromMs: 30000, toMs: 96000 }]
		}),
	'POST /enrollments/{id}/tests/{kind}/attempts': () => ({ status: 201, body: attempt() }),
	'GET /attempts/{id}': () => ok(attempt()),
	'PUT /attempts/{id}/answers': saveAnswers,
	'POST /attempts/{id}/submit': () => ok(data.attemptResult),
	'GET /attempts/{id}/result': () => ok(data.attemptResult),
	'GET /me/certificates': () => ok(list(data.certificates)),
	'GET /agencies': ({ query }) =>
		ok(list(data.agencies.filter((a) => !query.get('parent') || a.parentId === query.get('parent')))),
	'GET /agencies/{id}/school-classes': () => ok(list(data.schoolClasses)),
	'POST /agencies/{id}/rosters': () => ok(data.roster),
	'GET /rosters/{id}': ({ query }) => {
		const rows = data.roster.rows.items.filter(
			(row) => !query.get('verdict') || row.verdict === query.get('verdict')
		);
		return ok({ ...data.roster, rows: list(rows, 50) });
	},
	'POST /rosters/{id}/commit': () => ok({ ...data.roster, state: 'committed' }),
	'POST /agencies/{id}/slips': () => ({
		status: 200,
		body: Buffer.from('%PDF-1.4\n%%EOF'),
		type: 'application/pdf'
	}),
	'POST /agencies/{id}/school-classes/{classId}/enrollments': () => ok({ enrolled: 38, already: 4 }),
	'GET /agencies/{id}/people': () => ok(list(data.people)),
	'GET /periods': () => ok(list(data.periods)),
	'GET /figures/completion': ({ query }) => ok(data.completion(query.get('agencyId'))),
	'GET /figures/people': () => ok(list(data.figurePeople)),
	'GET /reports/training-results': () => ok(data.report)
};

const table = Object.entries(routes).map(([route, handle]) => {
	const [method, path] = route.split(' ');
	const pattern = path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
	return { method, pattern: new RegExp(`^${pattern}$`), handle };
});

export function answer(request) {
	for (const { method, pattern, handle } of table) {
		const hit = method === request.method && pattern.exec(request.path);
		if (hit) return handle({ ...request, at: hit.groups ?? {} });
	}
	return problem(404, 'not_found', 'Không tìm thấy.');
}
