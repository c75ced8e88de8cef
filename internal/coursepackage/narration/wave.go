package narration

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// wave is mono sound of 16-bit samples.
type wave struct {
	rate    int // samples per second
	samples []int16
}

var errWave = errors.New("not a mono 16-bit WAV file")

// parseWave reads a WAV file as espeak-ng writes it.
func parseWave(data []byte) (wave, error) {
	if len(data) < 12 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WAVE" {
		return wave{}, errWave
	}
	var w wave
	for rest := data[12:]; len(rest) >= 8; {
		kind, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:8]))
		body := rest[8:]
		if size > len(body) {
			return wave{}, fmt.Errorf("%w: the %q part is cut off", errWave, kind)
		}
		switch kind {
		case "fmt ":
			if size < 16 || binary.LittleEndian.Uint16(body[2:]) != 1 || binary.LittleEndian.Uint16(body[14:]) != 16 {
				return wave{}, errWave
			}
			w.rate = int(binary.LittleEndian.Uint32(body[4:]))
		case "data":
			w.samples = make([]int16, size/2)
			if err := binary.Read(bytes.NewReader(body[:size]), binary.LittleEndian, w.samples[:size/2]); err != nil {
				return wave{}, err
			}
		}
		rest = body[min(len(body), size+size%2):]
	}
	if w.rate == 0 {
		return wave{}, errWave
	}
	return w, nil
}

// bytes writes the sound as a WAV file.
func (w wave) bytes() []byte {
	var out bytes.Buffer
	size := uint32(2 * len(w.samples))
	out.WriteString("RIFF")
	le := func(v any) { _ = binary.Write(&out, binary.LittleEndian, v) } // a bytes.Buffer never fails
	le(36 + size)
	out.WriteString("WAVEfmt ")
	le([]uint32{16, 1 | 1<<16, uint32(w.rate), uint32(2 * w.rate), 2 | 16<<16})
	out.WriteString("data")
	le(size)
	le(w.samples)
	return out.Bytes()
}

// length is how long the sound lasts.
func (w wave) length() time.Duration {
	return time.Duration(len(w.samples)) * time.Second / time.Duration(w.rate)
}

// quiet is the loudest sample that still counts as silence.
const quiet = 200

// trimmed drops the silence before and after the sound.
func (w wave) trimmed() wave {
	from, to := 0, len(w.samples)
	for from < to && isQuiet(w.samples[from]) {
		from++
	}
	for to > from && isQuiet(w.samples[to-1]) {
		to--
	}
	return wave{rate: w.rate, samples: w.samples[from:to]}
}

func isQuiet(sample int16) bool { return sample > -quiet && sample < quiet }

// padTo adds silence until the sound lasts the given time.
func (w *wave) padTo(length time.Duration) {
	want := int(int64(length) * int64(w.rate) / int64(time.Second))
	if missing := want - len(w.samples); missing > 0 {
		w.samples = append(w.samples, make([]int16, missing)...)
	}
}
