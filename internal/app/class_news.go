package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"taphuan/internal/gathering"
	"taphuan/internal/notify"
)

// mostTellings bounds how often attendance is told again while it changes under way.
const mostTellings = 10

// recordAttendance tells learning who has a place in a class and who attended it, until nothing changes:
// what was read while another command was under way is told again as it is now.
func (a *App) recordAttendance(ctx context.Context, e gathering.AttendanceChanged) error {
	for range mostTellings {
		told, err := a.parts.gathering.AttendanceOf(ctx, e.ClassID)
		if err != nil {
			return err
		}
		if changed, err := a.parts.learning.RecordAttendance(ctx, told); err != nil || !changed {
			return err
		}
	}
	return fmt.Errorf("attendance of class %s changes faster than it is told", e.ClassID)
}

// tellPlaces tells people that they were named for a class, have a place now or have none any more.
func (a *App) tellPlaces(ctx context.Context, e gathering.PlacesChanged) error {
	news, err := a.parts.gathering.NewsOfPlaces(ctx, e.ClassID, slices.Concat(e.Named, e.Seated, e.Ended))
	if err != nil {
		return err
	}
	notices := make([]notify.Notice, len(news.Participants))
	for i, p := range news.Participants {
		class := classFacts(news)
		class.Place = placeTold(p, slices.Contains(e.Named, p.ID), slices.Contains(e.Seated, p.ID))
		// Whoever joins again gets another number in the queue, and is told again.
		notices[i] = notify.Notice{PersonID: p.PersonID, Kind: notify.ClassPlace, Event: classEvent(news), Step: fmt.Sprintf("%s-%d", class.Place, p.Queue),
			Facts: notify.Facts{Class: &class}}
		if slices.Contains([]notify.Place{notify.PlaceNamed, notify.PlaceGiven, notify.PlaceEnded}, class.Place) {
			notices[i].NeededBy = class.Next
		}
	}
	return a.parts.notify.Tell(ctx, notices...)
}

// placeTold is what a participant is told, by what the command did and where they stand now.
func placeTold(p gathering.Participant, named, seated bool) notify.Place {
	own := p.Source == gathering.ByRegistration
	switch {
	case seated, named && own && p.State == gathering.Confirmed:
		return notify.PlaceGiven
	case named && own:
		return notify.PlaceApproved
	case named && p.State == gathering.Confirmed:
		return notify.PlaceNamed
	case named:
		return notify.PlaceInQueue
	case p.State == gathering.Refused:
		return notify.PlaceRefused
	}
	return notify.PlaceEnded
}

// tellClassChanged tells everybody in a class, and who run it, that it is held otherwise or not at all.
func (a *App) tellClassChanged(ctx context.Context, e gathering.ClassChanged) error {
	news, err := a.parts.gathering.NewsOf(ctx, e.ClassID)
	if err != nil {
		return err
	}
	kind, step := notify.ClassChanged, e.ChangeID.String()
	if news.Class.State == gathering.Cancelled {
		kind, step = notify.ClassCancelled, "cancelled"
	}
	var people []uuid.UUID
	for _, one := range news.Staff {
		people = append(people, one.PersonID)
	}
	for _, p := range news.Participants {
		people = append(people, p.PersonID)
	}
	class := classFacts(news)
	notices := make([]notify.Notice, len(people))
	for i, person := range people {
		notices[i] = notify.Notice{PersonID: person, Kind: kind, Event: classEvent(news), Step: step, Facts: notify.Facts{Class: &class}, NeededBy: e.From}
	}
	return a.parts.notify.Tell(ctx, notices...)
}

// tellClassStaff tells people that they were named to run a class, and for what, or are named no longer. Who was
// named and taken off again meanwhile is told what stands now by the event of that change.
func (a *App) tellClassStaff(ctx context.Context, e gathering.StaffChanged) error {
	news, err := a.parts.gathering.NewsOf(ctx, e.ClassID)
	if err != nil {
		return err
	}
	roles := map[uuid.UUID]gathering.StaffRole{}
	for _, one := range news.Staff {
		roles[one.PersonID] = one.Role
	}
	var notices []notify.Notice
	for _, person := range slices.Concat(e.Named, e.Ended) {
		if (roles[person] == "") != slices.Contains(e.Ended, person) {
			continue
		}
		class := classFacts(news)
		class.Role = notify.Role(roles[person])
		notices = append(notices, notify.Notice{PersonID: person, Kind: notify.ClassStaff, Event: classEvent(news) + "/staff", Step: e.ChangeID.String(),
			Facts: notify.Facts{Class: &class}, NeededBy: class.Next})
	}
	return a.parts.notify.Tell(ctx, notices...)
}

// listMeetings hands the sessions that are near to the notices.
func (a *App) listMeetings(ctx context.Context, after, before time.Time, take func(notify.Meeting) error) error {
	return a.parts.gathering.ListMeetings(ctx, after, before, func(m gathering.Meeting) error {
		class := classFacts(gathering.News{Class: m.Class, Next: &m.Session})
		class.Session = m.Number
		return take(notify.Meeting{SessionID: m.ID, Class: class, People: m.People})
	})
}

func classEvent(n gathering.News) string { return "class/" + n.Class.ID.String() }

func classFacts(n gathering.News) notify.Class {
	class := notify.Class{ID: n.Class.ID, Name: n.Class.Name, Where: n.Class.Place}
	if n.Next != nil {
		class.Next = &n.Next.StartsAt
		class.Where = strings.Join(slices.DeleteFunc([]string{n.Next.Room, n.Class.Place}, func(text string) bool { return text == "" }), ", ")
	}
	return class
}
