import type { Page, Route } from 'playwright-core';
import type { Answer, AnswerPayload, Attempt, AttemptResult, Item } from '../../../src/lib/api/wire';

export const attemptId = '01990000-0000-7000-8000-000000000016';

const choices = (...texts: string[]) => texts.map((html, index) => ({ index, html }));

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 640 400">
<rect width="640" height="400" fill="#fff"/><rect width="640" height="56" fill="#dde5ea"/>
<rect x="24" y="14" width="520" height="28" rx="14" fill="#fff" stroke="#8aa"/>
<text x="44" y="33" font-size="15" font-family="sans-serif">http://dichvucong-gov.example.top/dang-nhap</text>
<text x="40" y="110" font-size="22" font-family="sans-serif">Cổng dịch vụ công</text>
<text x="40" y="160" font-size="15" font-family="sans-serif">Nhập mã OTP để nhận tiền hỗ trợ trong 10 phút!</text>
<rect x="40" y="190" width="300" height="40" fill="#fff" stroke="#888"/><rect x="40" y="250" width="140" height="40" fill="#b33"/>
<text x="66" y="276" font-size="16" fill="#fff" font-family="sans-serif">Xác nhận</text></svg>`;
const image = {
	url: '/media/trang-gia.svg',
	width: 640,
	height: 400,
	alt: 'Ảnh chụp một trang đăng nhập có thanh địa chỉ, lời nhắn và nút bấm'
};
const criteria = [
	{ text: 'Nêu đúng dấu hiệu', levels: ['Chưa nêu', 'Nêu một dấu hiệu', 'Nêu từ hai dấu hiệu'] },
	{ text: 'Việc cần làm', levels: ['Chưa có', 'Có, theo đúng thứ tự'] }
];

/** asked are questions of every type, in the order in which the paper shows them. */
const asked: Omit<Item, 'position'>[] = [
	{
		type: 'single',
		stemHtml: 'Địa chỉ nào là của cổng dịch vụ công quốc gia?',
		options: choices('dichvucong.gov.vn', 'dichvucong-gov.com', 'gov.vn.dichvucong.top')
	},
	{
		type: 'multiple',
		stemHtml: 'Những việc nào nên làm khi nhận tin nhắn đòi mã OTP?',
		options: choices('Không đọc mã cho ai', 'Gọi lại số trên tin nhắn', 'Gọi tổng đài in trên thẻ')
	},
	{ type: 'true_false', stemHtml: 'Cán bộ ngân hàng có thể hỏi mã OTP qua điện thoại.' },
	{ type: 'numeric', stemHtml: 'Mã OTP thường có bao nhiêu chữ số?', unit: 'chữ số' },
	{ type: 'short_answer', stemHtml: 'Hình thức lừa lấy thông tin bằng thư giả gọi là gì?' },
	{
		type: 'matching',
		stemHtml: 'Ghép mỗi dấu hiệu với hình thức lừa đảo.',
		prompts: choices(
			'Đòi chuyển tiền gấp để "phục vụ điều tra"',
			'Thư báo trúng thưởng kèm <code>.apk</code>',
			'Mời đầu tư lãi 30% mỗi tháng'
		),
		options: choices(
			'Giả danh công an',
			'Phát tán mã độc',
			'Đầu tư tài chính trên sàn giao dịch không có giấy phép',
			'Việc nhẹ lương cao'
		)
	},
	{
		type: 'ordering',
		stemHtml: 'Xếp các việc cần làm khi lỡ chuyển tiền cho kẻ lừa đảo.',
		options: choices(
			'Trình báo cơ quan công an',
			'Gọi ngân hàng xin tạm dừng giao dịch',
			'Lưu lại tin nhắn, số tài khoản',
			'Đổi mật khẩu'
		)
	},
	{
		type: 'cloze',
		stemHtml:
			'<p>Khi nghi bị lừa, hãy gọi tổng đài [[1]] của ngân hàng, rồi báo <strong>cơ quan [[2]]</strong> trong vòng [[3]].</p>',
		gaps: [
			{ type: 'single', options: choices('in trên thẻ', 'trong tin nhắn') },
			{ type: 'short_answer' },
			{ type: 'numeric', unit: 'giờ' }
		]
	},
	{
		type: 'inline_choice',
		stemHtml: 'Mật khẩu nên [[1]] và [[2]] cho nhiều tài khoản.',
		gaps: [
			{ type: 'single', options: choices('dài', 'ngắn, dễ nhớ') },
			{ type: 'single', options: choices('không dùng chung', 'dùng chung') }
		]
	},
	{
		type: 'categorize',
		stemHtml: 'Xếp từng thông tin vào nhóm.',
		prompts: choices('Mã OTP', 'Tên cơ quan', 'Số điện thoại đường dây nóng', 'Mật khẩu'),
		options: choices('Không bao giờ cho biết', 'Được công khai')
	},
	{
		type: 'single_choice_table',
		stemHtml: 'Mỗi việc sau an toàn hay không an toàn?',
		prompts: choices(
			'Bấm liên kết trong tin nhắn lạ',
			'Gõ địa chỉ cổng dịch vụ công',
			'Cài ứng dụng từ tệp được gửi'
		),
		options: choices('An toàn', 'Không an toàn', 'Chưa đủ thông tin')
	},
	{ type: 'hotspot', stemHtml: 'Chỉ ra hai chỗ cho thấy trang này là giả.', image, picks: 2 },
	{
		type: 'formula',
		stemHtml: 'Gửi 12 triệu đồng, "lãi" 30% mỗi tháng. Sau một tháng được hứa trả bao nhiêu?',
		unit: 'triệu đồng'
	},
	{
		type: 'essay',
		stemHtml: 'Viết hướng dẫn cho đồng nghiệp cách nhận ra thư giả.',
		essay: { minWords: 5, maxWords: 200, criteria }
	},
	{
		type: 'file_upload',
		stemHtml: 'Nộp kế hoạch tuyên truyền của đơn vị.',
		upload: { accept: ['pdf', 'docx', 'image'], maxFiles: 2, maxBytes: 2_000_000, criteria }
	},
	{
		type: 'case_study',
		stemHtml: `<p>Chị Mai nhận cuộc gọi tự xưng là công an, nói chị liên quan một vụ án và yêu cầu giữ bí mật.</p>
<p>Người gọi gửi một liên kết để "xem lệnh bắt" và đòi chuyển tiền vào tài khoản bảo lãnh trong 30 phút.</p>`,
		parts: [
			{
				type: 'single',
				stemHtml: 'Chị Mai nên làm gì trước hết?',
				options: choices('Tắt máy', 'Chuyển tiền', 'Bấm vào liên kết')
			},
			{
				type: 'matching',
				stemHtml: 'Ghép lời nói với thủ đoạn.',
				prompts: choices('"Giữ bí mật"', '"Trong 30 phút"'),
				options: choices('Cô lập nạn nhân', 'Thúc ép thời gian')
			},
			{
				type: 'inline_choice',
				stemHtml: 'Công an [[1]] làm việc qua điện thoại.',
				gaps: [{ type: 'single', options: choices('không', 'có') }]
			},
			{ type: 'short_answer', stemHtml: 'Số điện thoại khẩn cấp của công an là số nào?' }
		]
	}
];

/** items are the questions of the paper; the position of one is found by its type with placeOf. */
export const items: Item[] = asked.map((item, index) => ({ position: index + 1, ...item }));

export function placeOf(type: Item['type']): number {
	return items.findIndex((item) => item.type === type) + 1;
}

const row = (labelHtml: string, givenHtml: string, correctHtml: string) => ({
	labelHtml,
	givenHtml,
	correctHtml,
	correct: givenHtml === correctHtml,
	explainHtml: ''
});
const reviewed = (type: Item['type'], more: Partial<NonNullable<AttemptResult['items']>[0]>) => {
	const item = items[placeOf(type) - 1]!;
	return {
		position: item.position,
		type,
		stemHtml: item.stemHtml,
		explainHtml: '',
		correct: false,
		points: 0,
		maxPoints: 100,
		...more
	};
};

/** result is how a paper comes back: right, partly right, wrong with a loss of points, and not marked yet. */
export const result: AttemptResult = {
	attemptId,
	enrollmentId: '01990000-0000-7000-8000-000000000017',
	testKind: 'final',
	state: 'graded',
	waiting: 0,
	mayAppeal: false,
	changed: false,
	score: 525,
	maxScore: 1600,
	scaled: 328,
	passMark: 700,
	passed: false,
	completed: false,
	submittedAt: '2026-11-23T03:00:00Z',
	again: { state: 'exhausted' },
	items: [
		reviewed('single', {
			points: -25,
			options: [
				{
					index: 0,
					html: 'dichvucong.gov.vn',
					correct: true,
					chosen: false,
					explainHtml: 'Tên miền <code>.gov.vn</code> chỉ cấp cho cơ quan nhà nước.'
				},
				{ index: 1, html: 'dichvucong-gov.com', correct: false, chosen: true, explainHtml: '' }
			]
		}),
		reviewed('numeric', { correct: true, points: 100, answerText: '6', correctText: '6 chữ số' }),
		reviewed('matching', {
			points: 50,
			rows: [
				row('Đòi chuyển tiền gấp', 'Giả danh công an', 'Giả danh công an'),
				row('Thư báo trúng thưởng', 'Việc nhẹ lương cao', 'Phát tán mã độc'),
				row('Mời đầu tư', '', 'Đầu tư tài chính')
			]
		}),
		reviewed('cloze', {
			points: 66,
			rows: [
				row('Chỗ trống 1', 'in trên thẻ', 'in trên thẻ'),
				row('Chỗ trống 2', 'thuế', 'công an'),
				row('Chỗ trống 3', '24', '24')
			]
		}),
		reviewed('hotspot', {
			points: 50,
			hotspot: {
				image,
				regions: [
					{
						shape: 'rect',
						coords: [24, 14, 544, 42],
						labelHtml: 'Thanh địa chỉ',
						explainHtml: 'Tên miền <code>.top</code> không phải của cơ quan nhà nước.'
					},
					{ shape: 'circle', coords: [110, 270, 60], labelHtml: 'Nút đòi mã OTP', explainHtml: '' },
					{
						shape: 'poly',
						coords: [36, 140, 400, 140, 400, 172, 36, 172],
						labelHtml: 'Lời thúc ép',
						explainHtml: ''
					}
				],
				picks: [
					{ x: 3000, y: 700, correct: true },
					{ x: 9000, y: 8000, correct: false }
				]
			}
		}),
		reviewed('essay', { waits: true, answerText: 'Xem kỹ địa chỉ người gửi.\nKhông mở tệp lạ.' }),
		reviewed('file_upload', {
			waits: true,
			files: [{ id: attemptId, name: 'ke-hoach.pdf', size: 1_200_000 }]
		}),
		reviewed('ordering', { rows: [row('1', '', 'Gọi ngân hàng'), row('2', '', 'Trình báo')] }),
		reviewed('case_study', {
			points: 50,
			parts: [
				{
					type: 'single',
					stemHtml: 'Chị Mai nên làm gì trước hết?',
					explainHtml: '',
					options: [{ index: 0, html: 'Tắt máy', correct: true, chosen: true, explainHtml: '' }]
				},
				{
					type: 'short_answer',
					stemHtml: 'Số khẩn cấp?',
					explainHtml: '',
					answerText: '115',
					correctText: '113'
				}
			]
		})
	]
};

/** Server is what the pretended server knows. */
export interface PaperServer {
	answers: Map<number, Answer>;
	/** refuseFiles makes the next uploads fail as on a lost line. */
	refuseFiles: boolean;
	submitted: boolean;
	payload: (type: Item['type']) => AnswerPayload | undefined;
}

/** serve answers in the server's place, for one attempt with a question of every type. */
export async function serve(page: Page): Promise<PaperServer> {
	const server: PaperServer = {
		answers: new Map(),
		refuseFiles: false,
		submitted: false,
		payload: (type) => server.answers.get(placeOf(type))?.payload
	};
	const now = () => new Date().toISOString();
	const deadlineAt = new Date(Date.now() + 45 * 60_000).toISOString();
	const json = (route: Route, body: unknown) => route.fulfill({ json: body });

	const attempt = (): Attempt => ({
		id: attemptId,
		enrollmentId: result.enrollmentId,
		testKind: 'final',
		title: { vi: 'Bài đủ loại câu hỏi', en: 'A paper of every type' },
		number: 1,
		state: server.submitted ? 'graded' : 'started',
		startedAt: now(),
		deadlineAt,
		serverNow: now(),
		timeBackSeconds: 0,
		items,
		answers: [...server.answers.values()].map((answer) => ({ ...answer, savedAt: now() }))
	});
	const put = (route: Route) => {
		const { answers } = route.request().postDataJSON() as { answers: Answer[] };
		for (const answer of answers)
			if (answer.revision >= (server.answers.get(answer.position)?.revision ?? 0))
				server.answers.set(answer.position, answer);
		const saved = answers.map(({ position }) => ({
			position,
			revision: server.answers.get(position)!.revision,
			savedAt: now()
		}));
		return json(route, { saved, serverNow: now(), deadlineAt, timeBackSeconds: 0, seated: true });
	};
	const upload = (route: Route) => {
		if (server.refuseFiles) return route.abort();
		const name = new URL(route.request().url()).searchParams.get('name');
		return route.fulfill({ status: 201, json: { id: crypto.randomUUID(), name, size: 1000 } });
	};

	const at = `**/api/v1/attempts/${attemptId}`;
	const context = page.context();
	await context.route(at, (route) => json(route, attempt()));
	await context.route(`${at}/answers`, put);
	await context.route(`${at}/files?*`, upload);
	const nothing = { noted: false, awayTimes: 0, awaySeconds: 0, similar: [] };
	await context.route(`${at}/observation`, (route) => json(route, nothing));
	await context.route(`${at}/result`, (route) => json(route, result));
	await context.route(`${at}/submit`, (route) => {
		server.submitted = true;
		return json(route, result);
	});
	await context.route('**/media/trang-gia.svg', (route) =>
		route.fulfill({ contentType: 'image/svg+xml', body: drawing })
	);
	return server;
}
