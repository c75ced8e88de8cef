// Package caption reads, checks, times and writes captions (phụ đề): what is said in a video, shown while it
// is said. It is pure: bytes and texts in, cues and problems out.
//
// Parse reads WebVTT and SRT by what they hold, whatever the program that wrote them; Check tells what stands in
// the way of a viewer; Time gives a written script its times by sentence and silence; Write gives WebVTT;
// TranscriptHTML gives the text way (bản chép lời).
//
// Invariants: what cannot be read is told with its line, nothing is dropped in silence; a cue's text is plain,
// in NFC, without control and direction characters; all work is bounded by MaxBytes, MaxCues and MaxText.
package caption
