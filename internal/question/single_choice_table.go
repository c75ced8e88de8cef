package question

// singleChoiceTable (bảng chọn) asks for one column, an option, in each row, a prompt. Rows and columns stand as they
// are stored.
type singleChoiceTable struct{ pairing }
