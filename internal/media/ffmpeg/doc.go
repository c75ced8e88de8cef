// Package ffmpeg looks into video files and makes renditions, a poster and thumbnails of them, by the ffmpeg and
// ffprobe of the system. It stands alone: it knows files and folders, no database.
//
// What it opens came from strangers. So a program reads the local file it is given and nothing else (no playlist, no
// script, no network), runs at low priority with few threads, dies with its context and with this process, and what
// it says is bounded.
package ffmpeg
