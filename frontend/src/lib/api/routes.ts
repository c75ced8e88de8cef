// The API's routes in the form that openapi-fetch reads, so that generated types can take their place one day.
import type * as wire from './wire';

interface Call<Result, Path = never, Query = never, Body = never> {
	parameters: {
		query?: [Query] extends [never] ? never : Query;
		header?: never;
		path?: [Path] extends [never] ? never : Path;
		cookie?: never;
	} & ([Path] extends [never] ? unknown : { path: Path });
	requestBody: [Body] extends [never] ? undefined : { content: { 'application/json': Body } };
	responses: {
		200: { headers: Record<string, unknown>; content: { 'application/json': Result } };
		default: { headers: Record<string, unknown>; content: { 'application/problem+json': wire.Problem } };
	};
}

interface ById {
	id: string;
}

interface InLesson {
	id: string;
	lessonId: string;
}

interface Paging {
	page?: number;
	pageSize?: number;
}

interface FigureQuery {
	agencyId?: string;
	periodId?: string;
	courseKey?: string;
}

type SignIn = wire.Me | wire.SecondFactorRequired;
type Send<Result, Body, Path = never> = Call<Result, Path, never, Body>;
type Unknown = Record<string, unknown>;

export interface paths {
	'/session': { post: Send<SignIn, { username: string; password: string }>; delete: Call<void> };
	'/session/second-factor': { post: Send<wire.Me, { code: string }> };
	'/session/passkey/begin': { post: Call<{ options: Unknown; ceremonyId: string }> };
	'/session/passkey/finish': { post: Send<wire.Me, { ceremonyId: string; credential: unknown }> };
	'/me': { get: Call<wire.Me> };
	'/me/password': { post: Send<void, { current: string; next: string }> };
	'/me/sessions': { get: Call<wire.Page<wire.SignedInDevice>>; delete: Call<void> };
	'/me/sessions/{id}': { delete: Call<void, ById> };
	'/me/totp': { post: Call<wire.TotpSetup>; delete: Send<void, { password: string }> };
	'/me/totp/confirm': { post: Send<{ recoveryCodes: string[] }, { code: string }> };
	'/me/passkeys': { get: Call<wire.Page<wire.Passkey>> };
	'/me/passkeys/begin': { post: Call<{ options: Unknown }> };
	'/me/passkeys/finish': { post: Send<void, { name: string; credential: unknown }> };
	'/me/passkeys/{id}': { delete: Call<void, ById> };
	'/me/readers': { get: Call<wire.Page<wire.Reader>, never, Paging> };
	'/instance': { get: Call<wire.Instance> };

	'/courses': { get: Call<wire.Page<wire.CourseCard>, never, { q?: string; field?: string } & Paging> };
	'/courses/{key}': { get: Call<wire.Course, { key: string }> };
	'/courses/{key}/enrollment': { post: Call<{ enrollmentId: string }, { key: string }> };

	'/me/learning': { get: Call<wire.MyLearning> };
	'/enrollments/{id}': { get: Call<wire.Enrollment, ById> };
	'/enrollments/{id}/lessons/{lessonId}': { get: Call<wire.Lesson, InLesson, { locale?: string }> };
	'/enrollments/{id}/lessons/{lessonId}/done': {
		post: Send<{ state: wire.LessonState }, { by?: 'transcript' }, InLesson>;
	};
	'/enrollments/{id}/lessons/{lessonId}/playback': { post: Call<{ playbackId: string }, InLesson> };
	'/enrollments/{id}/lessons/{lessonId}/watch': {
		post: Send<
			wire.WatchResult,
			{ playbackId: string; segments: wire.WatchSegment[]; positionMs: number },
			InLesson
		>;
	};

	'/enrollments/{id}/tests/{kind}/attempts': {
		post: Call<wire.Attempt, { id: string; kind: wire.TestKind }>;
	};
	'/attempts/{id}': { get: Call<wire.Attempt, ById> };
	'/attempts/{id}/answers': {
		put: Send<
			{ saved: wire.SavedAnswer[]; serverNow: string; deadlineAt: string },
			{ answers: wire.Answer[] },
			ById
		>;
	};
	'/attempts/{id}/submit': { post: Call<wire.AttemptResult, ById> };
	'/attempts/{id}/result': { get: Call<wire.AttemptResult, ById> };

	'/me/certificates': { get: Call<wire.Page<wire.Certificate>> };

	'/agencies': {
		get: Call<wire.Page<wire.Agency>, never, { parent?: string; asOf?: string; q?: string } & Paging>;
	};
	'/agencies/{id}/school-classes': { get: Call<wire.Page<wire.SchoolClass>, ById> };
	'/agencies/{id}/school-classes/{classId}/enrollments': {
		post: Send<
			{ enrolled: number; already: number },
			{ courseKey: string; dueOn?: string; document?: string },
			{ id: string; classId: string }
		>;
	};
	'/rosters/{id}': { get: Call<wire.Roster, ById, { verdict?: wire.Verdict } & Paging> };
	'/rosters/{id}/commit': { post: Send<wire.Roster, { rows?: 'valid' | 'all' }, ById> };

	'/periods': { get: Call<wire.Page<wire.Period>> };
	'/figures/completion': { get: Call<wire.Completion, never, FigureQuery> };
	'/figures/people': {
		get: Call<wire.Page<wire.FigurePerson>, never, FigureQuery & { state?: string } & Paging>;
	};
	'/reports/training-results': { get: Call<wire.TrainingReport, never, FigureQuery> };
}
