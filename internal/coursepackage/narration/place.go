package narration

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// placeOutputs writes all outputs beside their final names first and renames them only when all
// are complete; the Vietnamese captions, which tell that all is current, come last. It returns
// the size of the video in bytes.
func placeOutputs(base, video string, texts map[string]string) (int64, error) {
	size, err := copyFile(video, base+".mp4.new")
	if err != nil {
		return 0, err
	}
	endings := slices.Sorted(maps.Keys(texts))
	for _, ending := range endings {
		if err := os.WriteFile(base+ending+".new", []byte(texts[ending]), 0o644); err != nil {
			return 0, err
		}
	}
	for _, ending := range append([]string{".mp4"}, endings...) {
		if err := os.Rename(base+ending+".new", base+ending); err != nil {
			return 0, fmt.Errorf("put the new files in place: %w", err)
		}
	}
	return size, nil
}

func copyFile(from, to string) (int64, error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return 0, err
	}
	size, err := io.Copy(out, in)
	if closing := out.Close(); err == nil {
		err = closing
	}
	return size, err
}
