package render

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the color profile
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

//go:embed sRGB2014.icc
var sRGB []byte

const producer = "Tập Huấn"

// describe sets title, language, dates, XMP and the color profile. All dates are the day of issue, so
// that the bytes do not depend on when the file is made.
func describe(pdf *fpdf.Fpdf, f Facts) {
	issued := time.Date(f.IssuedOn.Year(), f.IssuedOn.Month(), f.IssuedOn.Day(), 0, 0, 0, 0, time.UTC)
	title := "Giấy chứng nhận số " + f.RegisterNumber
	issuer := f.IssuerLines[len(f.IssuerLines)-1]
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(issued)
	pdf.SetModificationDate(issued)
	pdf.SetLang("vi-VN")
	pdf.SetTitle(title, true)
	pdf.SetAuthor(issuer, true)
	pdf.SetSubject(f.CourseTitle, true)
	pdf.SetCreator(producer, true)
	pdf.SetProducer(producer, true)
	pdf.SetXmpMetadata([]byte(xmp(title, issuer, f.CourseTitle, issued)))
	pdf.AddOutputIntent(fpdf.OutputIntentType{
		SubtypeIdent:              fpdf.OutputIntent_GTS_PDFA1,
		OutputConditionIdentifier: "sRGB IEC61966-2.1",
		Info:                      "sRGB IEC61966-2.1",
		ICCProfile:                sRGB,
	})
}

// xmp repeats the document information in the form archives read.
func xmp(title, issuer, subject string, issued time.Time) string {
	at := issued.Format(time.RFC3339)
	return fmt.Sprintf(`<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><xmp:CreatorTool>%s</xmp:CreatorTool>
<pdf:Producer>%s</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`, "\ufeff", escape(title), escape(issuer), escape(subject), at, at, producer, producer)
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder never fails
	return b.String()
}

// complete repairs the trailer: with an output intent the PDF library names the wrong object as the
// document information (it writes the color profile after it), and it leaves the file identifier out.
// Only bytes after the cross-reference table change, so every offset stays true.
func complete(file []byte) ([]byte, error) {
	at := bytes.LastIndex(file, []byte("\ntrailer\n"))
	if at < 0 {
		return nil, errors.New("the PDF has no trailer")
	}
	var size, root, info, start int
	_, err := fmt.Sscanf(string(file[at:]), "\ntrailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n>>\nstartxref\n%d\n",
		&size, &root, &info, &start)
	if err != nil {
		return nil, fmt.Errorf("read the PDF trailer: %w", err)
	}
	id := sha256.Sum256(file[:at])
	trailer := fmt.Sprintf("\ntrailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%x><%x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		size, root, info-1, id[:16], id[:16], start)
	return append(file[:at:at], trailer...), nil
}
