import { expect, it } from 'vitest';
import type { Range } from '$lib/api/wire';
import { WatchTracker, type Segment } from './intervals';

/** random is a repeatable generator (mulberry32). */
function random(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

function union(ranges: Range[]): Range[] {
	const merged: Range[] = [];
	for (const next of [...ranges].sort((a, b) => a.fromMs - b.fromMs)) {
		const last = merged.at(-1);
		if (last && next.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, next.toMs);
		else merged.push({ ...next });
	}
	return merged;
}

const total = (ranges: Range[]) => union(ranges).reduce((sum, r) => sum + r.toMs - r.fromMs, 0);

/** evening plays a video as the browser tells it: positions at uneven times, jumps, pauses, speeds, lost messages. */
function evening(seed: number): { watched: Range[]; told: Segment[] } {
	const chance = random(seed);
	const tracker = new WatchTracker();
	const watched: Range[] = [];
	const told: Segment[] = [];
	const once = (seconds: number, tick: number) => chance() < tick / (seconds * 1000);
	let [now, position, speed, sent] = [chance() * 1e6, 0, 1, 0];
	const duration = 60_000 + chance() * 540_000;
	const end = now + 30_000 + chance() * 270_000;
	tracker.start(position, speed, now);
	while (now < end) {
		const tick = chance() < 0.05 ? 1000 : 180 + chance() * 120;
		now += tick;
		const from = position;
		position = Math.min(duration, position + tick * speed);
		if (position > from) watched.push({ fromMs: from, toMs: position });
		tracker.advance(position, speed, now);
		if (now - sent > 10_000) {
			sent = now;
			const segments = tracker.take(now);
			if (chance() < 0.3) tracker.giveBack(segments);
			else told.push(...segments);
		}
		if (once(40, tick) || position === duration) {
			position = chance() * duration * 0.9;
			if (chance() < 0.5)
				tracker.start(position, speed, now); // "playing" is told after the jump, or only where it led
			else tracker.advance(position, speed, now);
		} else if (once(60, tick)) {
			tracker.stop();
			now += chance() * 3_600_000; // paused, or asleep
			tracker.start(position, speed, now);
		} else if (once(50, tick)) speed = [0.75, 1, 1.25, 1.5, 2][Math.floor(chance() * 5)]!;
	}
	tracker.stop();
	told.push(...tracker.take(now));
	return { watched, told };
}

it('tells what was watched in ten thousand evenings, within five seconds each, and nothing else', () => {
	let worst = 0;
	for (let seed = 1; seed <= 10_000; seed++) {
		const { watched, told } = evening(seed);
		const [truth, both] = [total(watched), total([...watched, ...told])];
		worst = Math.max(worst, both - total(told));
		// A jump forward of less than the tolerance (1.5 s) looks like playing; nothing longer does.
		expect(both - truth, `evening ${seed}: told what was not watched`).toBeLessThan(1500 * 12);
		expect(new Set(told.map((s) => s.sequence)).size, `evening ${seed}: a number twice`).toBe(told.length);
	}
	expect(worst).toBeLessThan(5000);
}, 60_000);
