package media

import (
	"taphuan/internal/fault"
	"taphuan/internal/media/ffmpeg"
)

// Reasons of ours, beside those that package ffmpeg finds.
const (
	encryptedReason ffmpeg.Refusal = "video.encrypted"
	// missingReason is of a file that browsers do not play as it is, where there is no ffmpeg to change that.
	missingReason ffmpeg.Refusal = "video.encoder_missing"
	// failedReason is a fault of ours that came back at every attempt.
	failedReason ffmpeg.Refusal = "video.failed"
)

// refusals says of each reason what is wrong with the file and what to do.
var refusals = map[ffmpeg.Refusal]fault.Text{
	ffmpeg.Empty: {VI: "Tệp này rỗng (0 byte). Hãy kiểm tra tệp gốc trên máy rồi tải lên lại.",
		EN: "This file is empty (0 bytes). Check the original on your computer, then upload it again."},
	ffmpeg.NotVideo: {VI: "Đây không phải là tệp video, dù tên tệp có đuôi của video. Hãy mở thử trên máy; nếu xem được, hãy xuất lại dạng MP4 rồi tải lên.",
		EN: "This is not a video file, whatever its name says. Try to play it on your computer; if it plays, export it as MP4 and upload that."},
	ffmpeg.Truncated: {VI: "Video bị cắt cụt: thiếu phần cuối, thường do chép hoặc tải về chưa xong. Hãy chép lại từ bản gốc rồi tải lên lại.",
		EN: "The video is cut off: its end is missing, often because a copy or download did not finish. Copy the original again and upload that."},
	ffmpeg.NoPicture: {VI: "Tệp này không có hình, chỉ có tiếng hoặc chữ. Bài học cần video có hình; hãy chọn tệp khác.",
		EN: "This file has no picture, only sound or text. A lesson needs a video with a picture; choose another file."},
	ffmpeg.TooLong: {VI: "Video dài quá mức cho phép. Hãy cắt thành nhiều phần ngắn; mỗi bài nên dài từ 5 đến 10 phút.",
		EN: "The video is longer than allowed. Cut it into short parts; 5 to 10 minutes suit a lesson best."},
	ffmpeg.TooManyPixels: {VI: "Hình lớn hơn 4K nên hệ thống không xử lý được. Hãy xuất lại video ở cỡ 1920×1080.",
		EN: "The picture is larger than 4K, which cannot be processed. Export the video at 1920×1080."},
	ffmpeg.TooManyParts: {VI: "Tệp chứa quá nhiều luồng hình và tiếng. Hãy xuất lại thành MP4 với một luồng hình và một luồng tiếng.",
		EN: "The file holds too many tracks. Export it as MP4 with one video and one audio track."},
	ffmpeg.Unsupported: {VI: "Không đọc được hình hoặc tiếng trong tệp này: có thể tệp hỏng, hoặc dùng kiểu nén lạ. Hãy xuất lại dạng MP4 (H.264, AAC) rồi tải lên.",
		EN: "The picture or sound in this file cannot be read: it is damaged, or made in an unusual way. Export it as MP4 (H.264, AAC) and upload that."},
	encryptedReason: {VI: "Video này bị khóa bản quyền (mã hóa) nên không dùng được. Hãy dùng video do đơn vị mình quay hoặc được phép dùng.",
		EN: "This video is protected against copying (encrypted) and cannot be used. Use one that your agency made or may use."},
	missingReason: {VI: "Máy chủ chưa cài ffmpeg nên chưa chuyển đổi được kiểu video này. Hãy xuất lại dạng MP4 (H.264, AAC), hoặc nhờ quản trị hệ thống cài ffmpeg: video sẽ được xử lý tiếp.",
		EN: "The server has no ffmpeg, so this kind of video cannot be converted yet. Export it as MP4 (H.264, AAC), or ask the administrator to install ffmpeg: the work then goes on."},
	failedReason: {VI: "Hệ thống đã thử nhiều lần mà chưa xử lý được video này. Hãy tải lên lại; nếu vẫn lỗi, báo cho quản trị hệ thống.",
		EN: "The system tried several times and could not process this video. Upload it again; if that fails too, tell the administrator."},
}

// RefusalText says why a file was refused and what to do, by the reason of its encoding; empty without one.
func RefusalText(reason string) fault.Text { return refusals[ffmpeg.Refusal(reason)] }
