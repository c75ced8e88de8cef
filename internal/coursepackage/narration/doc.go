// Package narration makes the narrated videos of a course package from written scripts.
//
// A script (courses/<key>/media/<name>.script.yaml) holds slides with a heading, a few bullets,
// one drawn figure, the words to say and a description of the picture. Make turns it into
//
//	<name>.mp4      720p at 5 fps, mono AAC, at most 600 KiB a minute
//	<name>.vi.vtt   captions; the English ones (<name>.en.vtt) when the script has English
//	<name>.vi.md    transcript that also describes the slides; <name>.en.md likewise
//
// Slides are HTML drawn by headless Chromium, the voice is espeak-ng, ffmpeg puts both together.
// A recording by a person (<name>.voice.wav, .m4a or .mp3 beside the script) replaces the
// machine's voice; without one every slide carries the label "Giọng đọc máy".
//
// Invariants: every error about a script names its file and line; a word the voice cannot say
// is refused instead of being read as English; text that does not fit its slide is refused;
// every outside program has a time limit and bounded output; outputs are replaced only when
// all of them are done.
package narration
