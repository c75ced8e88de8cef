// Package render draws a certificate (giấy chứng nhận) as a PDF page that one can frame.
//
// It is pure: the same Facts and Design give the same bytes, on any machine and on any day, so the
// hash of an issued file can be published and checked. It reads no database and no clock.
//
// The page is A4 landscape. Text is normalized to NFC (the PDF library does no shaping), fonts are
// embedded as subsets, the QR code and the border are vectors. Long names and titles shrink first and
// wrap second; what fits in neither way is refused with an error that names the field.
//
// The page is tagged for reading aloud (PDF/UA-1) and fit for archives (PDF/A-2b), as far as docs/decisions/0033 says that it was
// checked. The look is a Design: one of three forms, colors from palettes that stay apart in black and white, a background and
// a logo; nothing is drawn within 10 mm of the paper's edge. Copies draws many certificates as one file for printing,
// Picture shows a page as an SVG.
//
// The document is always a "giấy chứng nhận" and says that it does not replace a statutory "chứng chỉ".
package render
