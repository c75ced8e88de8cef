DROP TABLE media.videos;
DROP TABLE media.renditions;
DROP TABLE media.encodings;
