import { expect, it } from 'vitest';
import { fold } from './fold';

it.each([
	['Xã Đăk Pék', 'xa dak pek'],
	['Phường Cẩm Thành', 'phuong cam thanh'],
	['ĐẶC KHU LÝ SƠN', 'dac khu ly son']
])('%s', (text, folded) => expect(fold(text)).toBe(folded));
