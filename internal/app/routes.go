package app

import (
	"io/fs"

	"github.com/google/uuid"

	"taphuan/frontend"
	"taphuan/internal/assessment/assessmenthttp"
	"taphuan/internal/audit/audithttp"
	"taphuan/internal/catalog/cataloghttp"
	"taphuan/internal/certificate/certificatehttp"
	"taphuan/internal/coursepackage/coursepackagehttp"
	"taphuan/internal/gathering/gatheringhttp"
	"taphuan/internal/identity/identityhttp"
	"taphuan/internal/learning/learninghttp"
	"taphuan/internal/media"
	"taphuan/internal/media/mediahttp"
	"taphuan/internal/notify/notifyhttp"
	"taphuan/internal/organization/organizationhttp"
	"taphuan/internal/planning/planninghttp"
	"taphuan/internal/reporting/reportinghttp"
)

// addRoutes mounts every route of the program, domain by domain. Each names its permission where
// it is declared.
func (a *App) addRoutes(version string) {
	s, p := a.server, a.parts
	identityhttp.Routes(s, p.identity, identityhttp.Options{Describe: a.describe, Instance: a.instance(version), Demo: a.demo})
	a.readerRoutes()
	audithttp.Routes(s, p.audit, p.organization.NamesOf)
	organizationhttp.Routes(s, p.organization)
	organizationhttp.AgencyRoutes(s, organizationhttp.AgencyParts{Events: p.events, CountDuties: a.countDuties})
	organizationhttp.SlipRoutes(s, p.organization, organizationhttp.SlipForm{Address: a.host(), Demo: a.demo})
	cataloghttp.Routes(s, a.courseParts())
	study := learninghttp.Parts{Learning: p.learning, Courses: p.catalog, Study: a.study,
		Certificate: a.certificateState, CountCertificates: a.countCertificates, MediaAddress: p.signer.Address}
	learninghttp.Routes(s, study)
	learninghttp.ClassRoutes(s, study)
	learninghttp.DutyRoutes(s, study)
	learninghttp.RecognitionRoutes(s, study)
	assessmenthttp.Routes(s, p.assessment, fileAddress(p.signer))
	assessmenthttp.GradingRoutes(s, a.grading())
	assessmenthttp.RulesRoutes(s, p.assessment)
	assessmenthttp.DraftRoutes(s, p.assessment, fileAddress(p.signer))
	assessmenthttp.BankRoutes(s, a.bank())
	assessmenthttp.KeepingRoutes(s, assessmenthttp.Keeping{Assessment: p.assessment, Courses: p.catalog, Agencies: a.agencyNames, Today: p.organization.Today})
	gatheringhttp.Routes(s, gatheringhttp.Parts{Gathering: p.gathering, Courses: p.catalog, Demo: a.demo})
	files := mediahttp.Parts{Files: p.media, Signer: p.signer, Redirect: a.cfg.MediaRedirect, CanConvert: p.encoder.CanConvert}
	mediahttp.Routes(s, files)
	mediahttp.LibraryRoutes(s, files, p.uploads)
	mediahttp.CaptionRoutes(s, files)
	coursepackagehttp.Routes(s, p.editor)
	certificatehttp.Routes(s, p.certificate, offlineVerifier())
	certificatehttp.RegisterRoutes(s, certificatehttp.RegisterParts{Certificates: p.certificate, Names: p.organization.NamesOf})
	notifyhttp.Routes(s, p.notify)
	planninghttp.Routes(s, p.planning, p.catalog)
	planninghttp.GatheringRoutes(s, p.planning, p.organization.Today)
	planninghttp.RestatementRoutes(s, p.planning, p.organization.NamesOf)
	reportinghttp.Routes(s, p.reporting)
}

// courseParts is what course pages are put together from.
func (a *App) courseParts() cataloghttp.Parts {
	return cataloghttp.Parts{Courses: a.parts.catalog, Tests: a.testCards, OwnEnrollment: a.parts.learning.OwnEnrollment}
}

// offlineVerifier is the page that verifies certificates without a network; nil while the front end is not built.
func offlineVerifier() []byte {
	page, err := fs.ReadFile(frontend.Files(), "xac-minh-ngoai-tuyen.page")
	if err != nil {
		return nil
	}
	return page
}

// host is what people type to reach the platform, as slips print it.
func (a *App) host() string {
	if a.cfg.PublicURL == nil { // the document of the API is made without a configuration
		return ""
	}
	return a.cfg.PublicURL.Host
}

// fileAddress gives the addresses of stored files that are shown as they are.
func fileAddress(signer media.Signer) assessmenthttp.Address {
	return func(file uuid.UUID) string { return signer.Address(file, "") }
}
