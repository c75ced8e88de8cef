package narration

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"taphuan/internal/media/caption"
)

// Pauses of the machine's voice.
const (
	pauseBefore   = 400 * time.Millisecond // after a slide appears
	pauseSentence = 320 * time.Millisecond // after each sentence
	pauseAfter    = 400 * time.Millisecond // before the next slide
	frame         = time.Second / framesPerSecond
)

// soundtrack is the sound of a video and what is heard when.
type soundtrack struct {
	file   string // any format ffmpeg reads
	human  bool   // recorded by a person
	slides []slideSound
}

// slideSound tells when a slide stands and what is said meanwhile, in Vietnamese.
type slideSound struct {
	start, end time.Duration
	spoken     []utterance
}

// length is how long the whole soundtrack lasts.
func (s soundtrack) length() time.Duration { return s.slides[len(s.slides)-1].end }

// makeSoundtrack takes the recording of a person when there is one, else lets the machine speak.
func makeSoundtrack(ctx context.Context, script *Script, recording, dir string) (soundtrack, error) {
	if recording != "" {
		return recordedSoundtrack(ctx, script, recording)
	}
	return machineSoundtrack(ctx, script, dir)
}

// machineSoundtrack speaks sentence by sentence, so that captions are timed by measured sound.
func machineSoundtrack(ctx context.Context, script *Script, dir string) (soundtrack, error) {
	track := soundtrack{file: filepath.Join(dir, "voice.wav")}
	var sound wave
	for i, slide := range script.Slides {
		said := slideSound{start: soundEnd(sound)}
		for _, sentence := range caption.Sentences(slide.Say.Vi) {
			voice, err := speak(ctx, Spoken(sentence), dir)
			if err != nil {
				return soundtrack{}, script.source.errorf(fmt.Sprintf("$.slides[%d].say", i), "%w", err)
			}
			sound.rate = voice.rate
			if len(said.spoken) == 0 {
				sound.padTo(said.start + pauseBefore)
			}
			start := sound.length()
			sound.samples = append(sound.samples, voice.samples...)
			sound.padTo(sound.length() + pauseSentence)
			said.spoken = append(said.spoken, utterance{sentence, start, sound.length()})
		}
		sound.padTo(roundUp(sound.length()+pauseAfter, frame))
		said.end = roundUp(sound.length(), frame)
		track.slides = append(track.slides, said)
	}
	return track, os.WriteFile(track.file, sound.bytes(), 0o600)
}

// soundEnd is where the next slide begins: on a frame.
func soundEnd(sound wave) time.Duration {
	if sound.rate == 0 {
		return 0
	}
	return roundUp(sound.length(), frame)
}

func roundUp(d, unit time.Duration) time.Duration { return (d + unit - 1) / unit * unit }

// speak lets espeak-ng say one sentence in Vietnamese.
func speak(ctx context.Context, sentence, dir string) (wave, error) {
	file := filepath.Join(dir, "sentence.wav")
	if _, err := runProgram(ctx, time.Minute, sentence, "espeak-ng", "-v", "vi", "-s", "138", "-p", "42", "-w", file, "--stdin"); err != nil {
		return wave{}, err
	}
	data, err := readBounded(file, 32<<20)
	if err != nil {
		return wave{}, err
	}
	voice, err := parseWave(data)
	if voice = voice.trimmed(); err == nil && len(voice.samples) == 0 {
		err = fmt.Errorf("espeak-ng said nothing for %q", sentence)
	}
	return voice, err
}

// recordedSoundtrack shares the time of a person's recording among slides and sentences by the
// length of their text.
func recordedSoundtrack(ctx context.Context, script *Script, recording string) (soundtrack, error) {
	length, err := probeDuration(ctx, recording)
	if err != nil {
		return soundtrack{}, err
	}
	var texts []string
	for _, slide := range script.Slides {
		texts = append(texts, slide.Say.Vi)
	}
	track := soundtrack{file: recording, human: true}
	from := time.Duration(0)
	for _, span := range share(0, roundUp(length, frame), texts) {
		said := slideSound{start: from, end: roundUp(span.end, frame)}
		said.spoken = share(said.start, said.end, caption.Sentences(span.text))
		track.slides = append(track.slides, said)
		from = said.end
	}
	return track, nil
}
