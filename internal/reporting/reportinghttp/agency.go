package reportinghttp

import (
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"taphuan/internal/access"
	"taphuan/internal/fault"
	"taphuan/internal/reporting"
)

// homeAgency is the agency asked for, or without one the agency of the caller's first grant that carries the right.
func homeAgency(who access.Principal, p access.Permission, asked uuid.UUID) (uuid.UUID, error) {
	if asked != uuid.Nil {
		return asked, nil
	}
	for _, g := range who.Grants {
		if g.Role.Allows(p) && g.SchoolClassID == uuid.Nil {
			return g.AgencyID, nil
		}
	}
	return uuid.Nil, fault.ErrNotFound
}

// optionalID reads an id of a query; uuid.Nil when it is absent.
func optionalID(text, path string) (uuid.UUID, error) {
	if text == "" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return uuid.Nil, fault.ErrInvalid.At(path, "invalid", fault.TextInvalid)
	}
	return id, nil
}

// queryID reads an id from the query of a file's address.
func queryID(c *gin.Context, name string) (uuid.UUID, error) {
	return optionalID(c.Query(name), "query."+name)
}

// courseKey reads the key of a course from the query of a file's address.
func courseKey(c *gin.Context) (string, error) {
	key := c.Query("courseKey")
	if len(key) > 40 {
		return "", fault.ErrInvalid.At("query.courseKey", "too_long", fault.TextTooLong)
	}
	for _, r := range key {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return "", fault.ErrInvalid.At("query.courseKey", "invalid", fault.TextInvalid)
		}
	}
	return key, nil
}

// dutyState reads the state from the query of a file's address; not_done without one.
func dutyState(c *gin.Context) (reporting.DutyState, error) {
	switch state := reporting.DutyState(c.DefaultQuery("state", string(reporting.NotDone))); state {
	case reporting.NotDone, reporting.Overdue, reporting.Done, reporting.Exempt, reporting.NotCounted:
		return state, nil
	}
	return "", fault.ErrInvalid.At("query.state", "not_an_option", fault.TextInvalid)
}
