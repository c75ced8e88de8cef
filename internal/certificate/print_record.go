package certificate

import (
	"context"
	"fmt"
	"strings"

	"taphuan/internal/access"
	"taphuan/internal/certificate/record"
	"taphuan/internal/fault"
	"taphuan/internal/learning"
	"taphuan/internal/organization"
	"taphuan/internal/pades"
)

// ErrNoRecord says that a year holds nothing to print.
var ErrNoRecord = fault.New(fault.NotFound, "certificate.no_record",
	fault.Text{VI: "Năm này chưa có khóa nào hoàn thành nên chưa có phiếu. Hãy chọn năm khác.", EN: "Nothing was completed in this year, so there is no record. Choose another year."})

// PrintRecord returns the caller's own record of a year as a PDF signed by the platform. Errors: ErrNoRecord.
func (s *Service) PrintRecord(ctx context.Context, who access.Principal, year int) ([]byte, error) {
	r, err := s.FindRecord(ctx, who, year)
	if err != nil {
		return nil, err
	}
	if len(r.Courses) == 0 && len(r.Others) == 0 {
		return nil, ErrNoRecord
	}
	pdf, err := record.PDF(s.printedRecord(r))
	if err != nil {
		return nil, err
	}
	by, err := s.signer(ctx)
	if err != nil {
		return nil, err
	}
	return pades.Sign(ctx, pdf, by.Identity, pades.Act{At: s.now(), Name: s.platformName(), Reason: signedBecause, Stamp: s.stamp})
}

// printedRecord turns the record into what the paper shows.
func (s *Service) printedRecord(r Record) record.Record {
	printed := record.Record{Year: r.Year, Name: r.Person.FullName, Unit: r.Person.Unit, Post: r.Person.Position, Class: r.Person.ClassName,
		Student: r.Person.Kind == organization.Student, Address: s.publicURL, AsOf: s.Today(), Demo: s.demo}
	for _, c := range r.Courses {
		printed.Courses = append(printed.Courses, s.printedCourse(c))
	}
	for _, o := range r.Others {
		printed.Others = append(printed.Others, printedOther(o))
	}
	return printed
}

func (s *Service) printedCourse(c RecordCourse) record.Course {
	printed := record.Course{Title: c.Title.VI, From: c.From, To: c.To, Periods: c.Periods, Result: "Hoàn thành"}
	if c.Score != nil {
		printed.Result = fmt.Sprintf("%s (%s)", Classify(*c.Score), strings.Replace(fmt.Sprintf("%.1f", float64((*c.Score+5)/10)/10), ".", ",", 1))
	}
	if c.Certificate == nil {
		return printed
	}
	printed.Number = c.Certificate.RegisterNumber
	switch c.Certificate.StateOn(s.Today()) {
	case Expired:
		printed.Note = "Giấy chứng nhận hết hiệu lực sau ngày " + c.Certificate.ValidUntil.Format("02/01/2006")
	case Revoked:
		printed.Note = "Giấy chứng nhận đã bị thu hồi ngày " + c.Certificate.RevokedOn().Format("02/01/2006")
	}
	return printed
}

func printedOther(o learning.Recognition) record.Other {
	return record.Other{Title: o.Title, Issuer: o.Issuer, Number: o.DocumentNumber, IssuedOn: o.IssuedOn}
}
