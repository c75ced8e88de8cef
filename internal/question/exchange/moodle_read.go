package exchange

func (im *importer) readMoodle(data []byte) error   { return nil }
func (w *exporter) writeMoodle(items []Item) []byte { return nil }
