// Package slip prints first-password slips (phiếu đăng nhập lần đầu), eight to an A4 page with lines
// to cut along, for a class teacher or a focal point to hand out.
//
// It is pure: it makes no passwords and stores none. A slip tells its owner to type the address; it
// carries no link and no QR code, because people must not learn to follow one to a sign-in page.
package slip
