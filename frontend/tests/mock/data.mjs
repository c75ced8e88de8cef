// Invented people, agencies and figures for the mock server. Course words follow courses/an1.
const id = (n) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const me = {
	state: 'signed_in',
	personId: id(1),
	fullName: 'Đinh Thị Hồng Nhung',
	givenName: 'Nhung',
	username: 'nhung.dinh',
	locale: 'vi',
	demo: true,
	mustChangePassword: false,
	mustEnrollSecondFactor: false,
	agency: { id: id(100), name: 'Ủy ban nhân dân xã Bình Sơn' },
	roles: [
		{
			role: 'focal_point',
			roleName: 'Đầu mối cơ quan',
			agencyId: id(100),
			agencyName: 'Ủy ban nhân dân xã Bình Sơn'
		},
		{
			role: 'standing_agency',
			roleName: 'Cơ quan thường trực',
			agencyId: id(99),
			agencyName: 'Tỉnh Quảng Ngãi'
		}
	],
	permissions: [
		'learn',
		'people.read',
		'roster.manage',
		'slip.print',
		'figures.agency',
		'figures.province',
		'report.read'
	]
};

export const instance = {
	demo: true,
	name: 'Tập Huấn',
	version: '0.1.0',
	demoAccounts: [
		{ role: 'Học viên', username: 'hocvien', password: 'demo', note: 'Văn thư Ủy ban nhân dân xã Bình Sơn' },
		{ role: 'Đầu mối cơ quan', username: 'daumoi', password: 'demo', note: 'Sở Nội vụ' },
		{ role: 'Cơ quan thường trực', username: 'thuongtruc', password: 'demo', note: 'Công an tỉnh' }
	],
	contacts: []
};

const card = (key, code, vi, en, field, periods, lessons, level = 'basic') => ({
	key,
	code,
	title: { vi, en },
	summary: {
		vi: 'Khóa học đi từ tình huống có thật ở cơ quan và trường học, phần lớn thời gian dành cho thực hành ngay trên máy của mình.',
		en: 'The course starts from real cases in offices and schools; most of the time is practice on one’s own device.'
	},
	field,
	level,
	periods,
	moduleCount: 4,
	lessonCount: lessons,
	hasCertificate: true,
	validityMonths: 24,
	updatedOn: '2026-11-23'
});

export const courses = [
	{
		...card(
			'an1',
			'AN1',
			'Nhận biết lừa đảo trực tuyến',
			'Recognising phishing and scams',
			'cybersecurity',
			8,
			15
		),
		summary: {
			vi: 'Khóa học giúp cán bộ nhận ra thư, cuộc gọi, ứng dụng, mã QR và hình ảnh giả qua các tình huống ở cơ quan và trường học trong tỉnh.',
			en: 'The course helps officers recognise fake mail, calls, apps, QR codes and faces through cases from offices and schools of the province.'
		}
	},
	card(
		'an2',
		'AN2',
		'Mật khẩu, passkey và xác thực nhiều lớp',
		'Passwords, passkeys and multi-factor authentication',
		'cybersecurity',
		6,
		8
	),
	card(
		'an4',
		'AN4',
		'Bảo vệ dữ liệu cá nhân trong công vụ',
		'Personal data protection at work',
		'cybersecurity',
		10,
		10,
		'intermediate'
	),
	card('it2', 'IT2', 'Bảng tính và số liệu báo cáo', 'Spreadsheets for reporting', 'it', 12, 8),
	card('sp1', 'SP1', 'Kỹ năng tập huấn cho người lớn', 'Teaching adults', 'pedagogy', 16, 8, 'intermediate')
];

const part = (key, vi, en, lessons) => ({ key, title: { vi, en }, lessons });
const lesson = (lessonId, vi, en, kind, minutes, state = 'todo') => ({
	id: lessonId,
	slug: lessonId,
	title: { vi, en },
	kind,
	minutes,
	...(kind === 'video' && { videoBytes: 1_150_000 }),
	state
});

const modules = [
	part('thu-va-tin-nhan-gia', 'Thư và tin nhắn giả', 'Fake mail and messages', [
		lesson('v1', 'Video: Thư và tin nhắn giả', 'Video: fake mail and messages', 'video', 2, 'done'),
		lesson('t2', 'Đọc địa chỉ gửi và liên kết', 'Reading senders and links', 'text', 26, 'started'),
		lesson('t3', 'Tệp đính kèm và trang đăng nhập giả', 'Attachments and fake sign-in pages', 'text', 24)
	]),
	part('cuoc-goi-gia-danh', 'Cuộc gọi giả danh', 'Impostor calls', [
		lesson('v4', 'Video: Cuộc gọi giả danh', 'Video: impostor calls', 'video', 2),
		lesson('t5', 'Giả công an, ngân hàng, điện lực', 'Fake police, bank, power company', 'text', 25),
		lesson(
			't6',
			'“Người thân cấp cứu” và bắt cóc trực tuyến',
			'“Relative in hospital” and online kidnapping',
			'text',
			22
		)
	]),
	part('ung-dung-va-dich-vu-gia', 'Ứng dụng và dịch vụ giả', 'Fake apps and services', [
		lesson('v7', 'Video: Ứng dụng và dịch vụ giả', 'Video: fake apps and services', 'video', 2),
		lesson('t8', 'VNeID, dịch vụ công giả và tệp .apk', 'Fake VNeID and .apk files', 'text', 24)
	])
];

const tests = [
	{
		kind: 'pre_test',
		title: { vi: 'Kiểm tra đầu vào', en: 'Pre-test' },
		minutes: 15,
		questionCount: 15,
		passMark: 800,
		attempts: 1
	},
	{
		kind: 'final',
		title: { vi: 'Bài kiểm tra cuối khóa', en: 'Final test' },
		minutes: 30,
		questionCount: 20,
		passMark: 700,
		attempts: 3
	}
];

export const course = {
	...courses[0],
	outcome: {
		vi: 'Dừng lại, kiểm tra qua kênh khác và báo đúng nơi.',
		en: 'Stops, checks through another channel and reports to the right place.'
	},
	audience: ['CB'],
	frameworks: [
		{ framework: 'DigComp', version: '2.2', code: '4.1', level: 'basic' },
		{ framework: 'CIS Controls', version: '8.1', code: '14.2', level: 'basic' }
	],
	sources: [
		{
			title: {
				vi: 'Luật An ninh mạng số 116/2025/QH15, có hiệu lực từ ngày 01/7/2026',
				en: 'Law on Cybersecurity no. 116/2025/QH15, in force from 1 July 2026'
			}
		},
		{
			title: {
				vi: 'Công an tỉnh Ninh Bình, cảnh báo ứng dụng VNeID giả',
				en: 'Ninh Bình police, warning about fake VNeID apps'
			},
			url: 'https://congan.ninhbinh.gov.vn/'
		}
	],
	contacts: [
		{
			name: { vi: 'Cảnh sát phản ứng nhanh', en: 'Police emergency line' },
			value: '113',
			checkedOn: '2026-11-23'
		},
		{
			name: {
				vi: 'Phản ánh cuộc gọi có dấu hiệu lừa đảo, miễn phí',
				en: 'Report a suspected scam call, free'
			},
			value: '156',
			checkedOn: '2026-11-23'
		}
	],
	licence: 'CC BY 4.0',
	reviewOn: '2027-06-30',
	passMark: 700,
	versionNumber: 1,
	agencyName: 'Công an tỉnh Quảng Ngãi',
	modules,
	tests
};

export const enrollment = {
	id: id(50),
	courseKey: 'an1',
	courseTitle: course.title,
	versionNumber: 1,
	dueOn: '2026-12-05',
	progressPercent: 30,
	state: 'in_progress',
	modules,
	tests: [
		{
			...tests[0],
			attempts: undefined,
			attemptsAllowed: 1,
			attemptsUsed: 1,
			bestScore: 620,
			passed: false,
			state: 'exhausted'
		},
		{ ...tests[1], attempts: undefined, attemptsAllowed: 3, attemptsUsed: 0, passed: false, state: 'open' }
	],
	nextLessonId: 't2'
};

const duty = (courseKey, title, state, progressPercent, more = {}) => ({
	courseKey,
	title,
	state,
	progressPercent,
	periods: 8,
	...more
});

export const learning = {
	required: [
		duty('an1', course.title, 'in_progress', 30, {
			enrollmentId: id(50),
			dueOn: '2026-12-05',
			why: {
				text: 'Cán bộ, công chức của Ủy ban nhân dân xã',
				document: 'Công văn 214/UBND-VX ngày 02/11/2026'
			}
		}),
		duty('an4', courses[2].title, 'overdue', 0, {
			dueOn: '2026-11-15',
			why: { text: 'Đầu mối xử lý dữ liệu cá nhân', document: 'Kế hoạch 88/KH-UBND ngày 05/9/2026' }
		})
	],
	current: [duty('it2', courses[3].title, 'in_progress', 62, { enrollmentId: id(51), periods: 12 })],
	completed: [
		duty('an2', courses[1].title, 'done', 100, {
			enrollmentId: id(52),
			completedOn: '2026-06-18',
			periods: 6
		})
	],
	certificates: 1
};

export const textLesson = {
	id: 't2',
	slug: '02-doc-dia-chi-gui-va-lien-ket',
	title: { vi: 'Đọc địa chỉ gửi và liên kết', en: 'Reading senders and links' },
	goal: {
		vi: 'Sau bài này, học viên chỉ ra được chủ thật của một địa chỉ thư hoặc liên kết trong vòng 30 giây và nói được vì sao tin hay nghi.',
		en: 'After this lesson, learners can name the real owner of an address or link within 30 seconds and say why they trust it or not.'
	},
	kind: 'text',
	minutes: 26,
	state: 'started',
	locale: 'vi',
	availableLocales: ['vi', 'en'],
	blocks: [
		{
			kind: 'html',
			html: '<h2>Vì sao cần học</h2><p>Ở xã, phường, một hộp thư công vụ nhận đủ loại thư: giấy mời, biểu mẫu, lịch họp, thông báo nâng cấp hệ thống. Thư giả trà trộn vào đúng dòng chảy ấy. Chỉ có <strong>tên miền</strong> là kẻ gian không chép được, vì mỗi tên miền có một chủ.</p><h2>Tên miền đọc thế nào</h2><p>Lấy liên kết <code>https://quangngai.gov.vn.ho-so.example/nop?id=7</code> làm ví dụ.</p><ol><li>Bỏ phần <code>https://</code> ở đầu. Ổ khóa chỉ cho biết đường truyền được mã hóa.</li><li>Tìm dấu <code>/</code> đầu tiên còn lại.</li><li>Từ dấu ấy đọc ngược sang trái: <code>example</code>, rồi <code>ho-so</code>.</li></ol>'
		},
		{
			kind: 'callout',
			tone: 'note',
			html: '<p>Trong khóa này, đuôi <code>.example</code> đứng thay cho một đuôi trông như thật. Địa chỉ ở đây không mở được trang nào.</p>'
		},
		{
			kind: 'html',
			html: '<h2>Ví dụ mẫu</h2><blockquote><p><strong>Từ:</strong> Văn phòng UBND tỉnh (<code>vanphong@quangngai-gov-vn.example</code>)<br><strong>Tiêu đề:</strong> KHẨN: xác nhận tài khoản trước 17h00</p></blockquote><table><thead><tr><th>Chỗ nhìn</th><th>Thấy gì</th><th>Đọc ra</th></tr></thead><tbody><tr><td>Tên hiển thị</td><td>Văn phòng UBND tỉnh</td><td>Ai cũng đặt được</td></tr><tr><td>Sau dấu @</td><td>quangngai-gov-vn.example</td><td>Dấu gạch nối thay dấu chấm</td></tr></tbody></table>'
		},
		{
			kind: 'decision',
			id: 'd1',
			promptHtml: '<p>Liên kết nào dẫn đến trang của tỉnh Quảng Ngãi?</p>',
			options: [
				{
					html: '<p><code>https://quangngai.gov.vn-hoso.example/tra-cuu</code></p>',
					best: false,
					feedbackHtml: '<p>Đọc ngược từ dấu gạch chéo: chủ trang là <code>vn-hoso.example</code>.</p>'
				},
				{
					html: '<p><code>https://quangngai.gov.vn/tra-cuu/ho-so</code></p>',
					best: true,
					feedbackHtml:
						'<p>Đúng. Dấu gạch chéo đầu tiên đứng ngay sau <code>quangngai.gov.vn</code>, vậy đó là chủ trang.</p>'
				},
				{
					html: '<p><code>https://dich-vu.example/quangngai.gov.vn</code></p>',
					best: false,
					feedbackHtml: '<p>Tên tỉnh đứng sau dấu gạch chéo, tức là tên thư mục.</p>'
				}
			]
		},
		{
			kind: 'callout',
			tone: 'practice',
			html: '<p>Mở hộp thư công vụ của bạn, chọn năm thư mới nhất và viết ra chủ thật của mỗi địa chỉ gửi.</p>'
		}
	],
	previousLessonId: 'v1',
	nextLessonId: 't3',
	moduleTitle: modules[0].title,
	courseTitle: course.title
};

export const videoLesson = {
	...textLesson,
	id: 'v1',
	slug: '01-video-thu-gia',
	title: modules[0].lessons[0].title,
	kind: 'video',
	minutes: 2,
	blocks: [
		{
			kind: 'html',
			html: '<h2>Sau khi xem</h2><p>Ghi lại ba dấu hiệu bạn gặp nhiều nhất ở cơ quan mình.</p>'
		}
	],
	previousLessonId: undefined,
	nextLessonId: 't2',
	video: {
		url: '/media/m1.mp4',
		bytes: 1_150_000,
		durationMs: 96_000,
		width: 1280,
		height: 720,
		captions: [
			{ locale: 'vi', label: 'Tiếng Việt', url: '/media/m1.vi.vtt' },
			{ locale: 'en', label: 'English', url: '/media/m1.en.vtt' }
		],
		transcriptHtml: {
			vi: '<p><strong>Hình 1.</strong> Một phong bì có dấu hỏi.</p><p>Mỗi ngày, hộp thư của cơ quan nhận hàng chục thư. Phần lớn là thật.</p>',
			en: '<p><strong>Slide 1.</strong> An envelope with a question mark.</p><p>Every day the office mailbox receives dozens of messages. Most are genuine.</p>'
		},
		positionMs: 30_000,
		watchedMs: 30_000,
		requiredShare: 90,
		missing: [{ fromMs: 30_000, toMs: 96_000 }],
		voice: 'synthetic'
	}
};

const option = (index, html) => ({ index, html });
const stem = (text) => `<p>${text}</p>`;
const items = [
	{
		position: 1,
		type: 'single',
		stemHtml: stem(
			'Chị Y Blứ, văn thư xã Măng Đen, nhận thư từ <code>hotro@vneid-gov.example</code> yêu cầu cập nhật định danh trong ngày. Việc nào nên làm trước?'
		),
		options: [
			option(0, 'Mở ứng dụng VNeID đã cài sẵn để xem có thông báo không'),
			option(1, 'Bấm liên kết nhưng chưa nhập gì'),
			option(2, 'Trả lời thư để hỏi người gửi là ai'),
			option(3, 'Chuyển thư cho cả phòng cùng xem')
		]
	},
	{
		position: 2,
		type: 'multiple',
		stemHtml: stem('Những dấu hiệu nào cho thấy cuộc gọi “công an” là giả? Chọn tất cả ý đúng.'),
		options: [
			option(0, 'Yêu cầu giữ máy và không nói với ai'),
			option(1, 'Mời đến trụ sở theo giấy mời'),
			option(2, 'Gửi lệnh bắt qua Zalo'),
			option(3, 'Đòi chuyển tiền để “kiểm tra nguồn tiền”')
		]
	},
	{
		position: 3,
		type: 'true_false',
		stemHtml: stem('Ổ khóa trên thanh địa chỉ cho biết trang web đó là thật.')
	},
	{
		position: 4,
		type: 'numeric',
		unit: '%',
		stemHtml: stem('Trong 80 cán bộ nhận thư thử, 14 người bấm liên kết. Tỷ lệ bấm là bao nhiêu phần trăm?')
	},
	{
		position: 5,
		type: 'short_answer',
		stemHtml: stem('Số tổng đài nhận phản ánh cuộc gọi có dấu hiệu lừa đảo là số nào?')
	},
	...Array.from({ length: 15 }, (_, n) => ({
		position: 6 + n,
		type: 'single',
		stemHtml: stem(`Tình huống ${n + 6}: người lạ gửi mã QR nhận quà qua tin nhắn. Bạn làm gì?`),
		options: [
			option(0, 'Quét thử bằng điện thoại cũ'),
			option(1, 'Không quét, báo đầu mối'),
			option(2, 'Gửi cho đồng nghiệp quét giúp')
		]
	}))
];

export const attempt = {
	id: id(70),
	enrollmentId: id(50),
	testKind: 'final',
	title: tests[1].title,
	number: 1,
	state: 'started',
	items
};

export const attemptResult = {
	attemptId: id(70),
	enrollmentId: id(50),
	testKind: 'final',
	state: 'graded',
	score: 1650,
	maxScore: 2000,
	scaled: 825,
	passed: true,
	passMark: 700,
	submittedAt: '2026-11-23T03:42:00Z',
	items: [
		{
			position: 1,
			type: 'single',
			stemHtml: items[0].stemHtml,
			options: items[0].options.map((o) => ({
				...o,
				correct: o.index === 0,
				chosen: o.index === 1,
				explainHtml:
					o.index === 0
						? '<p>Kênh có sẵn trên máy là kênh kiểm tra chắc nhất.</p>'
						: '<p>Chỉ cần mở trang là máy đã có thể bị dò thông tin.</p>'
			})),
			correct: false,
			points: 0,
			maxPoints: 100,
			explainHtml: '<p>Kiểm tra bằng một kênh khác mà mình tự mở, không đi theo liên kết được gửi đến.</p>'
		},
		{
			position: 4,
			type: 'numeric',
			stemHtml: items[3].stemHtml,
			answerText: '17,5',
			correctText: '17,5',
			correct: true,
			points: 100,
			maxPoints: 100,
			explainHtml: '<p>14 : 80 = 0,175, tức 17,5%.</p>'
		}
	],
	completed: true,
	certificateState: 'issuing'
};

export const certificates = [
	{
		id: id(80),
		registerNumber: 'DEMO-0123/2026/GCN-CAT',
		courseTitle: courses[1].title,
		issuedOn: '2026-06-18',
		validUntil: '2028-06-18',
		state: 'valid',
		code: 'K7M2-9QXD',
		verifyUrl: '/xac-minh/K7M2-9QXD'
	},
	{
		id: id(81),
		registerNumber: 'DEMO-0087/2025/GCN-CAT',
		courseTitle: courses[3].title,
		issuedOn: '2025-08-02',
		validUntil: '2026-08-02',
		state: 'expired',
		code: 'P3TT-1WAB',
		verifyUrl: '/xac-minh/P3TT-1WAB'
	}
];

export const sessions = [
	{
		id: id(30),
		createdAt: '2026-11-23T01:12:00Z',
		lastSeenAt: '2026-11-23T03:40:00Z',
		device: 'Chrome trên Windows',
		madeBy: 'password',
		current: true
	},
	{
		id: id(31),
		createdAt: '2026-11-20T09:00:00Z',
		lastSeenAt: '2026-11-21T10:02:00Z',
		device: 'Chrome trên Android',
		madeBy: 'passkey',
		current: false
	}
];
export const totp = {
	secret: 'JBSW Y3DP EHPK 3PXP',
	uri: 'otpauth://totp/x',
	qrSvg:
		'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21" width="210" height="210"><rect width="21" height="21" fill="#fff"/><path d="M2 2h5v5H2zM14 2h5v5h-5zM2 14h5v5H2zM9 9h3v3H9z"/></svg>'
};
export const recoveryCodes = ['7K2M-94QX', 'P3TT-1WAB', 'Z8RD-55LC', 'MN4Q-2VXY'];
export const passkeys = [{ id: id(33), name: 'Điện thoại của tôi', createdAt: '2026-11-20T09:00:00Z' }];
export const readers = [
	{
		at: '2026-11-22T07:31:00Z',
		readerName: 'Trần Quốc Bảo',
		readerAgency: 'Ủy ban nhân dân xã Bình Sơn',
		what: 'Danh sách người chưa hoàn thành'
	}
];

export const agencies = [
	{ id: id(99), name: 'Tỉnh Quảng Ngãi', kind: 'province', code: '51', parentId: null, childCount: 3 },
	{
		id: id(100),
		name: 'Ủy ban nhân dân xã Bình Sơn',
		kind: 'commune',
		code: '21040',
		parentId: id(99),
		childCount: 2
	}
];

export const schoolClasses = [
	{ id: id(200), name: '10A1', schoolYear: '2026-2027', studentCount: 42, unusedSlips: 5 },
	{ id: id(201), name: '10A2', schoolYear: '2026-2027', studentCount: 40, unusedSlips: 40 },
	{ id: id(202), name: '11B1', schoolYear: '2026-2027', studentCount: 38, unusedSlips: 0 }
];

export const roster = {
	id: id(300),
	fileName: 'danh-sach-10A3.xlsx',
	state: 'checked',
	counts: { total: 5, new: 2, existing: 1, moved: 1, refused: 1 },
	rows: {
		items: [
			{
				number: 5,
				fullName: 'Phạm Gia Bảo',
				className: '10A3',
				code: 'HS-1042',
				birthYear: 2011,
				verdict: 'new',
				messages: []
			},
			{
				number: 6,
				fullName: 'Đinh Thị K’ Rớt',
				className: '10A3',
				code: 'HS-1043',
				birthYear: 2011,
				verdict: 'new',
				messages: []
			},
			{
				number: 7,
				fullName: 'Nguyễn Hoàng Anh',
				className: '10A3',
				code: 'HS-0977',
				birthYear: 2011,
				verdict: 'existing',
				messages: ['Đã có trong lớp 10A3.']
			},
			{
				number: 8,
				fullName: 'A Thắng',
				className: '10A3',
				code: 'HS-0951',
				birthYear: 2011,
				verdict: 'moved',
				messages: ['Chuyển từ lớp 10A1 sang lớp 10A3.']
			},
			{
				number: 9,
				fullName: 'Lê Minh',
				className: '',
				code: 'HS-1044',
				verdict: 'refused',
				messages: ['Thiếu tên lớp ở cột “Lớp”.', 'Năm sinh “20111” không hợp lệ: cần bốn chữ số.']
			}
		],
		total: 5,
		page: 1,
		pageSize: 50
	}
};

export const people = [
	{
		personId: id(400),
		fullName: 'A Thắng',
		code: 'CB-12',
		unit: 'Văn phòng',
		position: 'Chuyên viên',
		hasAccount: true,
		lastSignInOn: '2026-11-20'
	}
];

export const periods = [
	{
		id: 'p1',
		planNumber: '1905/KH-BCĐ138',
		kind: 'year',
		year: 2026,
		label: 'Năm 2026',
		fromOn: '2025-11-01',
		toOn: '2026-10-31',
		dueOn: '2026-11-09'
	},
	{
		id: 'p2',
		planNumber: '1905/KH-BCĐ138',
		kind: 'half_year',
		year: 2026,
		label: '6 tháng đầu năm 2026',
		fromOn: '2025-11-01',
		toOn: '2026-04-30',
		dueOn: '2026-05-11'
	}
];

const row = (n, agencyName, kind, childCount, required, done, overdue) => ({
	agencyId: id(n),
	agencyName,
	kind,
	childCount,
	required,
	done,
	notDone: required - done,
	overdue,
	exempt: 1,
	notCounted: 0,
	rate: required ? Math.round((done / required) * 10000) : null
});

export function completion(agencyId) {
	const own = agencyId === id(100);
	const rows = own
		? [
				row(110, 'Văn phòng HĐND và UBND', 'unit', 0, 18, 12, 2),
				row(111, 'Phòng Văn hóa - Xã hội', 'unit', 0, 14, 14, 0),
				row(112, 'Trung tâm Phục vụ hành chính công', 'unit', 0, 9, 3, 4)
			]
		: [
				row(100, 'Ủy ban nhân dân xã Bình Sơn', 'commune', 3, 41, 29, 6),
				row(101, 'Ủy ban nhân dân phường Cẩm Thành', 'commune', 0, 56, 51, 1),
				row(102, 'Đặc khu Lý Sơn', 'commune', 0, 0, 0, 0),
				row(103, 'Sở Nội vụ', 'department', 2, 88, 70, 4)
			];
	const sum = (key) => rows.reduce((total, r) => total + r[key], 0);
	const total = Object.fromEntries(
		['required', 'done', 'notDone', 'overdue', 'exempt', 'notCounted'].map((key) => [key, sum(key)])
	);
	return {
		agency: own
			? { id: id(100), name: 'Ủy ban nhân dân xã Bình Sơn' }
			: { id: id(99), name: 'Tỉnh Quảng Ngãi' },
		asOf: '2026-11-23',
		rows,
		total: { ...total, rate: Math.round((total.done / total.required) * 10000) },
		rule: {
			version: '1',
			text: 'Tính người có vị trí báo cáo tại đơn vị vào ngày chốt; người đã hoàn thành ở nơi khác vẫn được tính.'
		}
	};
}

export const figurePeople = [
	{
		personId: id(401),
		fullName: 'Trần Quốc Bảo',
		unit: 'Văn phòng HĐND và UBND',
		position: 'Công chức văn phòng',
		courseKey: 'an1',
		courseTitle: course.title,
		state: 'overdue',
		dueOn: '2026-11-15'
	},
	{
		personId: id(402),
		fullName: 'Y Blứ',
		unit: 'Trung tâm Phục vụ hành chính công',
		position: 'Văn thư',
		courseKey: 'an1',
		courseTitle: course.title,
		state: 'not_done',
		dueOn: '2026-12-05'
	}
];

const indicator = (code, name, formula, unit, value, previous, cumulative, note) => ({
	code,
	name,
	formula,
	unit,
	value,
	previous,
	changeAbsolute: value === null || previous === null ? null : value - previous,
	changePercent: value === null || !previous ? null : Math.round(((value - previous) / previous) * 10000),
	cumulative,
	note
});

export const report = {
	agency: { id: id(99), name: 'Tỉnh Quảng Ngãi' },
	period: periods[0],
	asOf: '2026-10-31',
	indicators: [
		indicator(
			'A1',
			'Số cán bộ, công chức, viên chức thuộc diện tập huấn',
			'Người có vị trí báo cáo tại ngày chốt',
			'người',
			3012,
			2894,
			null
		),
		indicator(
			'B3',
			'Số người được tập huấn (không trùng)',
			'Đếm mỗi người một lần',
			'người',
			2140,
			1502,
			4120
		),
		indicator('B4', 'Tỷ lệ bao phủ', '(B3 ∩ A1) / A1', '%', 7105, 5190, null),
		indicator('B8', 'Số giấy chứng nhận đã cấp', 'Theo sổ cấp', 'giấy', 1903, 0, 1903),
		indicator(
			'B11',
			'Mức hài lòng',
			'Trung bình phiếu phản hồi',
			'điểm',
			null,
			null,
			null,
			'không có số liệu'
		)
	],
	byField: [{ name: 'An ninh mạng', people: 1800, classes: 12, completed: 1544 }],
	byAudience: [{ name: 'Cán bộ cấp xã', people: 1201, completed: 1001 }],
	classes: []
};
