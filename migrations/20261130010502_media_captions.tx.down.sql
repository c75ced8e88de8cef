DROP TABLE media.silences;
DROP TABLE media.video_captions;
