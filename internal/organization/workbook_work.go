package organization

// What the reading of one file may cost. A good list stays far below, however slow the machine is; what is
// above is refused for what it holds and never for the time that it took.
const (
	maxCells   = MaxRosterRows * maxColumns // with the empty ones before the last of a row
	maxText    = maxUnpacked                // bytes of the cells; a text that cells share counts for each of them
	maxMark    = 256 << 10                  // bytes of one tag or text; Excel keeps at most 32,767 characters in a cell
	lastColumn = 16_384                     // of an Excel sheet
	lastRow    = 1_048_576
)

// work counts what the reading of one file has cost.
type work struct{ cells, text int }

// cell counts a text and the cells up to it. Error: ErrRosterBomb.
func (w *work) cell(cells int, text string) error {
	w.cells += cells
	w.text += len(text)
	if w.cells > maxCells || w.text > maxText {
		return ErrRosterBomb
	}
	return nil
}
