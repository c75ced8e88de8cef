// Prints what a cold visit of the main pages costs a browser: requests and kilobytes on the wire.
// Usage: node tools/page-weight.mjs http://localhost:8080 username password
import { chromium } from 'playwright-core';

const [base, username, password] = process.argv.slice(2);
const args = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });

/** measure visits a path with an empty cache and adds up every response. */
async function measure(context, path) {
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.setCacheDisabled', { cacheDisabled: true });
	await session.send('Network.setBypassServiceWorker', { bypass: true });
	const total = { requests: 0, wire: 0, decoded: 0 };
	session.on('Network.requestWillBeSent', () => total.requests++);
	session.on('Network.loadingFinished', (e) => (total.wire += e.encodedDataLength));
	session.on('Network.dataReceived', (e) => (total.decoded += e.dataLength));
	await page.goto(base + path, { waitUntil: 'networkidle' });
	await page.waitForTimeout(1500);
	await page.close();
	return total;
}

function print(name, { requests, wire, decoded }) {
	console.log([name + '_requests', requests, 'requests', '<=16'].join('\t'));
	console.log([name + '_wire', (wire / 1024).toFixed(1), 'KiB', '<=130'].join('\t'));
	console.log([name + '_decoded', (decoded / 1024).toFixed(1), 'KiB', '<=500'].join('\t'));
}

const stranger = await browser.newContext();
print('catalogue', await measure(stranger, '/'));
print('course_page', await measure(stranger, '/khoa-hoc/an1'));

const learner = await browser.newContext({ locale: 'vi-VN' });
const signIn = await learner.newPage();
await signIn.goto(base + '/dang-nhap');
await signIn.getByLabel('Tên đăng nhập').fill(username);
await signIn.getByLabel('Mật khẩu', { exact: true }).fill(password);
await signIn.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
await signIn.waitForURL(/viec-hoc/);
print('course_page_signed_in', await measure(learner, '/khoa-hoc/an1'));
print('learning', await measure(learner, '/viec-hoc'));
const enrollment = await signIn.evaluate(async () => {
	const answer = await fetch('/api/v1/courses/an1/enrollment', { method: 'POST' });
	return (await answer.json()).enrollmentId;
});
print('course_with_progress', await measure(learner, '/viec-hoc/' + enrollment));
await browser.close();
