package identityhttp

import (
	"context"
	"fmt"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"taphuan/internal/access"
	"taphuan/internal/web"
)

// TOTPSetup is what an authenticator app needs.
type TOTPSetup struct {
	Secret string `json:"secret" doc:"To type by hand"`
	URI    string `json:"uri"`
	QRSVG  string `json:"qrSvg" doc:"The address as a QR code"`
}

// RecoveryCodes are shown once.
type RecoveryCodes struct {
	RecoveryCodes []string `json:"recoveryCodes"`
}

func (h handlers) beginTOTP(ctx context.Context, who access.Principal, _ *struct{}) (*web.Body[TOTPSetup], error) {
	secret, err := h.identity.BeginTOTP(ctx, who)
	if err != nil {
		return nil, err
	}
	drawing, err := qrSVG(secret.URI)
	return web.Respond(TOTPSetup{Secret: secret.Secret, URI: secret.URI, QRSVG: drawing}), err
}

type confirmTOTPInput struct {
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"10"`
	}
}

func (h handlers) confirmTOTP(ctx context.Context, who access.Principal, in *confirmTOTPInput) (*web.Body[RecoveryCodes], error) {
	codes, err := h.identity.ConfirmTOTP(ctx, who, strings.ReplaceAll(in.Body.Code, " ", ""))
	return web.Respond(RecoveryCodes{RecoveryCodes: codes}), err
}

type removeTOTPInput struct {
	Body struct {
		Password string `json:"password" maxLength:"256"`
	}
}

func (h handlers) removeTOTP(ctx context.Context, who access.Principal, in *removeTOTPInput) (*struct{}, error) {
	return nil, h.identity.RemoveTOTP(ctx, who, in.Body.Password)
}

// quiet is the white border that a QR code needs, in modules.
const quiet = 4

// qrSVG draws a QR code as one path, dark on white in every theme.
func qrSVG(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", err
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			run := 0
			for x+run < size && isDark(code, x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	side := size + 2*quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges" role="img"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		side, side, side, side, path.String()), nil
}

func isDark(code barcode.Barcode, x, y int) bool {
	r, _, _, _ := code.At(x, y).RGBA()
	return r == 0
}
