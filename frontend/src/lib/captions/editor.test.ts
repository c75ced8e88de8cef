import { expect, test } from 'vitest';
import { changed, plain } from './cues';
import { Editor } from './editor.svelte';

const track = (texts: string[], revision: number) => ({
	cues: texts.map((text, i) => ({ startMs: i * 1000, endMs: i * 1000 + 1000, text })),
	script: '',
	revision,
	updatedAt: '',
	transcriptHtml: '',
	sound: { lengthMs: 9000, heard: false, spans: [] }
});
const words = (editor: Editor) => plain(editor.cues).map(({ text }) => text);

test('what is typed into one caption is undone at once, and undoing all is no change', () => {
	const editor = new Editor(track(['a', 'b'], 1));
	for (const text of ['x', 'xy', 'xyz']) editor.type(changed(editor.cues, 0, { text }), editor.cues[0]!.id);
	editor.type(changed(editor.cues, 1, { text: 'q' }), editor.cues[1]!.id);
	expect(words(editor)).toEqual(['xyz', 'q']);
	editor.undo();
	expect(words(editor)).toEqual(['xyz', 'b']);
	editor.undo();
	expect(words(editor)).toEqual(['a', 'b']);
	expect([editor.isChanged, editor.canUndo]).toEqual([false, false]);
});

test('what was typed while saving is still to be saved', () => {
	const editor = new Editor(track(['a '], 1));
	editor.change(changed(editor.cues, 0, { text: 'x ' }));
	const first = editor.sending();
	editor.change(changed(editor.cues, 0, { text: 'y' }));
	first.done([{ startMs: 0, endMs: 1000, text: 'x' }], 2);
	expect([words(editor), editor.isChanged, editor.revision]).toEqual([['y'], true, 2]);
	const second = editor.sending();
	second.done([{ startMs: 0, endMs: 1000, text: 'Y' }], 3);
	expect([words(editor), editor.isChanged, editor.revision]).toEqual([['Y'], false, 3]);
});

test("another's captions and what was dropped can be taken back", () => {
	const editor = new Editor(track(['a'], 1));
	editor.restore({ revision: 1, cues: [{ startMs: 0, endMs: 1, text: 'mine' }], script: '' });
	editor.adopt(track(['theirs'], 2));
	expect([words(editor), editor.isChanged]).toEqual([['theirs'], false]);
	editor.undo();
	expect([words(editor), editor.isChanged, editor.revision]).toEqual([['mine'], true, 2]);
	editor.discard();
	expect([words(editor), editor.isChanged]).toEqual([['theirs'], false]);
	editor.undo();
	expect(words(editor)).toEqual(['mine']);
});
