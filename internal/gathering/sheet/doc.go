// Package sheet draws the papers of a training class: the class list (danh sách lớp) and the attendance
// sheet (bảng điểm danh), as PDF with the first lines of Nghị định 30/2020/NĐ-CP where the host has that
// form, and as XLSX without a formula in any cell.
//
// It is pure: the same arguments give the same bytes.
package sheet
