import type { Question } from '$lib/api/wire';
import { megabytes } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

type Upload = NonNullable<Question['upload']>;

/** The kinds of file that a question may accept: the endings of their names, and how people call them. */
const kinds: Record<string, { endings: string[]; name: () => string }> = {
	pdf: { endings: ['.pdf'], name: () => 'PDF' },
	docx: { endings: ['.docx'], name: () => 'Word (.docx)' },
	xlsx: { endings: ['.xlsx'], name: () => 'Excel (.xlsx)' },
	pptx: { endings: ['.pptx'], name: () => 'PowerPoint (.pptx)' },
	image: { endings: ['.jpg', '.jpeg', '.png', '.webp'], name: m.ask_file_image },
	text: { endings: ['.txt'], name: m.ask_file_text }
};

/** endingsOf lists the endings that a question accepts, as the accept of a file field. */
export function endingsOf({ accept }: Upload): string[] {
	return accept.flatMap((kind) => kinds[kind]?.endings ?? []);
}

/** namesOf lists what a question accepts in words. */
export function namesOf({ accept }: Upload): string {
	return accept.map((kind) => kinds[kind]?.name() ?? kind).join(', ');
}

/** refusal says why a file cannot be handed in, or nothing when it can. The server looks again, into the file. */
export function refusal(upload: Upload, file: Pick<File, 'name' | 'size'>): string | undefined {
	const name = file.name.toLowerCase();
	if (!endingsOf(upload).some((ending) => name.endsWith(ending)))
		return m.ask_file_kind({ kinds: namesOf(upload) });
	if (!file.size) return m.ask_file_empty();
	return file.size > upload.maxBytes ? m.ask_file_large({ max: megabytes(upload.maxBytes) }) : undefined;
}
