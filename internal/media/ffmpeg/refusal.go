package ffmpeg

// Refusal is a stable code that says why a file cannot be made into a lesson's video. It is an error.
type Refusal string

// The refusals.
const (
	Empty         Refusal = "video.empty"             // no bytes at all
	NotVideo      Refusal = "video.not_video"         // something else, whatever its name says
	Truncated     Refusal = "video.truncated"         // the end is missing
	NoPicture     Refusal = "video.no_picture"        // sound or words alone
	TooLong       Refusal = "video.too_long"          //
	TooManyPixels Refusal = "video.too_large_picture" //
	TooManyParts  Refusal = "video.too_many_streams"  // streams
	Unsupported   Refusal = "video.unsupported"       // made in a way that this ffmpeg cannot read
)

// Error is the code.
func (r Refusal) Error() string { return string(r) }
