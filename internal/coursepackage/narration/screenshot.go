package narration

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"time"
)

// Size of a slide and of the video, in pixels.
const (
	slideWidth  = 1280
	slideHeight = 720
)

var overflowColor = color.NRGBA{R: 0xFF, B: 0xFF, A: 0xFF}

// paintSlides draws every slide of the script into dir and returns the PNG files in order.
func paintSlides(ctx context.Context, script *Script, machine bool, dir string) ([]string, error) {
	pictures := make([]string, len(script.Slides))
	for i := range script.Slides {
		pictures[i] = filepath.Join(dir, fmt.Sprintf("slide-%02d.png", i+1))
		if err := paintSlide(ctx, script, i, machine, pictures[i]); err != nil {
			return nil, script.source.errorf(fmt.Sprintf("$.slides[%d]", i), "%w", err)
		}
	}
	return pictures, nil
}

var errOverflow = errors.New("the text does not fit on the slide; shorten the heading, the bullets or the figure's text")

func paintSlide(ctx context.Context, script *Script, i int, machine bool, picture string) error {
	page, err := slidePage(script, i, machine)
	if err != nil {
		return err
	}
	if err := paintPage(ctx, page, picture); err != nil {
		return err
	}
	return checkPicture(picture)
}

// paintPage draws one HTML page as a PNG with headless Chromium.
func paintPage(ctx context.Context, page, picture string) error {
	source := picture + ".html"
	if err := os.WriteFile(source, []byte(page), 0o600); err != nil {
		return err
	}
	args := []string{
		"--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-device-scale-factor=1",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(filepath.Dir(picture), "profile"),
		fmt.Sprintf("--window-size=%d,%d", slideWidth, slideHeight), "--screenshot=" + picture,
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox")
	}
	_, err := runProgram(ctx, 2*time.Minute, "", "chromium", append(args, "file://"+source)...)
	return err
}

// checkPicture checks the size of the picture and that the page did not turn magenta, its sign
// that the text is too much.
func checkPicture(picture string) error {
	file, err := os.Open(picture)
	if err != nil {
		return fmt.Errorf("chromium drew nothing: %w", err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		return err
	}
	if size := img.Bounds().Size(); size.X != slideWidth || size.Y != slideHeight {
		return fmt.Errorf("chromium drew %d x %d pixels instead of %d x %d", size.X, size.Y, slideWidth, slideHeight)
	}
	if color.NRGBAModel.Convert(img.At(0, 0)) == overflowColor {
		return errOverflow
	}
	return nil
}
