import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { check } from './checks';

interface Case {
	Name: string;
	LengthMs: number;
	Heard: boolean;
	Spans: [number, number][];
	Cues: { StartMs: number; EndMs: number; Text: string }[];
	Problems: string[];
	Covered: number;
}

// The cases and their results are written by the server's own test.
const path = '../../../../internal/media/caption/testdata/checks.json';
const cases: Case[] = JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'));

test('there are cases', () => expect(cases.length).toBeGreaterThan(15));

test.each(cases)('the editor finds what the server finds: $Name', (given) => {
	const cues = given.Cues.map(({ StartMs, EndMs, Text }) => ({ startMs: StartMs, endMs: EndMs, text: Text }));
	const report = check(cues, { lengthMs: given.LengthMs, heard: given.Heard, spans: given.Spans });
	expect(report.problems.map(({ level, code, cue }) => `${level} ${code} ${cue}`)).toEqual(given.Problems);
	expect(report.covered).toBe(given.Covered);
});
