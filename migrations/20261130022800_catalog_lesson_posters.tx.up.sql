-- poster_id: a poster of the author's own; null: the picture that was taken from the video.
ALTER TABLE catalog.lessons ADD COLUMN poster_id uuid REFERENCES media.files;
