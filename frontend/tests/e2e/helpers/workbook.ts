import { crc32 } from 'node:zlib';

/** Sheet is one sheet of a workbook: its name and its rows of texts. */
export interface Sheet {
	name: string;
	rows: string[][];
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** workbookOf makes an .xlsx file as a person would save it: the sheets in their order, every cell a text. */
export function workbookOf(name: string, sheets: Sheet[]) {
	const ids = sheets.map((_, index) => index + 1);
	const types = ids.map(
		(id) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${sheetType}.worksheet+xml"/>`
	);
	const parts: Record<string, string> = {
		'[Content_Types].xml': `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>${types.join('')}</Types>`,
		'_rels/.rels': `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map((sheet, index) => `<sheet name="${escaped(sheet.name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packages}/relationships">${ids.map((id) => `<Relationship Id="rId${id}" Type="${office}/worksheet" Target="worksheets/sheet${id}.xml"/>`).join('')}</Relationships>`
	};
	sheets.forEach((sheet, index) => {
		parts[`xl/worksheets/sheet${index + 1}.xml`] =
			`${head}<worksheet xmlns="${main}"><sheetData>${sheet.rows.map(row).join('')}</sheetData></worksheet>`;
	});
	return {
		name,
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		buffer: archive(parts)
	};
}

function row(cells: string[], index: number): string {
	const written = cells.map(
		(text, column) =>
			`<c r="${String.fromCharCode(65 + column)}${index + 1}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
	);
	return `<row r="${index + 1}">${written.join('')}</row>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** archive is a ZIP file whose entries are stored as they are. */
function archive(parts: Record<string, string>): Buffer {
	const bodies: Buffer[] = [];
	const entries: Buffer[] = [];
	let offset = 0;
	for (const [path, text] of Object.entries(parts)) {
		const name = Buffer.from(path);
		const content = Buffer.from(text);
		const about = Buffer.alloc(26); // from the needed version to the length of the extra field
		about.writeUInt16LE(20, 0);
		about.writeUInt16LE(0x0800, 2); // names are UTF-8
		about.writeUInt32LE(crc32(content), 10);
		about.writeUInt32LE(content.length, 14);
		about.writeUInt32LE(content.length, 18);
		about.writeUInt16LE(name.length, 22);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(offset, 10);
		bodies.push(Buffer.from('PK\x03\x04'), about, name, content);
		entries.push(Buffer.from('PK\x01\x02\x14\x00'), about, tail, name);
		offset += 4 + about.length + name.length + content.length;
	}
	const directory = Buffer.concat(entries);
	const count = Object.keys(parts).length;
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(count, 8);
	end.writeUInt16LE(count, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...bodies, directory, end]);
}
