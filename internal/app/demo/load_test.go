package demo

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"taphuan/internal/instance"
	"taphuan/internal/pgtest"
	"taphuan/internal/postgres"
)

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		prepare string
		options Options
		want    error
	}{
		"a production installation": {prepare: "INSERT INTO instance.settings (mode) VALUES ('production')", want: ErrProduction},
		"an agency":                 {prepare: "INSERT INTO organization.agencies (id) VALUES ('" + uuid.NewString() + "')", want: ErrNotEmpty},
		"no course":                 {want: errNoCourse},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.URL(t)
			owner := asOwner(t, url)
			if _, err := owner.ExecContext(ctx, "SELECT 1; "+c.prepare); err != nil {
				t.Fatal(err)
			}
			empty, err := IsEmpty(ctx, url)
			if err != nil || empty != (c.prepare == "") {
				t.Fatalf("IsEmpty = %v, %v", empty, err)
			}
			if err := Load(ctx, url, c.options); !errors.Is(err, c.want) {
				t.Fatalf("Load = %v, want %v", err, c.want)
			}
			if n := number(t, owner, "SELECT count(*) FROM organization.persons"); n != 0 {
				t.Errorf("%d people were written", n)
			}
		})
	}
}

func TestOptionsAreBounded(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{People: 10}, {People: 2_000_000}, {Today: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)}} {
		if err := o.complete(); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}

// A load that is killed half-way leaves an empty database that loads again.
func TestKilledLoadLeavesNothing(t *testing.T) {
	t.Parallel()
	url := taught.URL(t)
	for _, step := range []string{"agencies, plan and requirements", "people and what they learned", "figures"} {
		ctx, kill := context.WithCancel(context.Background())
		err := Load(ctx, url, Options{People: leastPeople, Today: testDay, Done: func(s Step) {
			if s.Name == step {
				kill()
			}
		}})
		kill()
		if err == nil {
			t.Fatalf("%s: the load was not killed", step)
		}
		if empty, err := IsEmpty(context.Background(), url); err != nil || !empty {
			t.Fatalf("%s: IsEmpty = %v, %v", step, empty, err)
		}
	}
	if mode, err := instance.FindMode(context.Background(), asOwner(t, url)); err != nil || mode != "" {
		t.Fatalf("mode = %q, %v", mode, err)
	}
	if err := Load(context.Background(), url, Options{People: leastPeople, Today: testDay}); err != nil {
		t.Fatal(err)
	}
	if err := Load(context.Background(), url, Options{People: leastPeople, Today: testDay}); !errors.Is(err, ErrNotEmpty) {
		t.Fatalf("second load: %v", err)
	}
}

// fingerprints are hashes over everything that must follow from the options.
var fingerprints = map[string]string{
	"agencies":     "SELECT md5(string_agg(v::text, '|' ORDER BY v.id)) FROM organization.agency_versions v",
	"persons":      "SELECT md5(string_agg(v::text, '|' ORDER BY v.id)) FROM organization.persons v",
	"postings":     "SELECT md5(string_agg(v::text, '|' ORDER BY v.id)) FROM organization.postings v",
	"enrollments":  "SELECT md5(string_agg(concat(id, person_id, agency_id, due_on, enrolled_at, started_at, completed_at), '|' ORDER BY id)) FROM learning.enrollments",
	"attempts":     "SELECT md5(string_agg(concat(id, scaled, submitted_at), '|' ORDER BY id)) FROM assessment.attempts",
	"certificates": "SELECT md5(string_agg(concat(id, code, register_number), '|' ORDER BY id)) FROM certificate.certificates",
	"sittings":     "SELECT md5(string_agg(concat(id, agency_id, course_id, opens_at, closes_at, code_hash), '|' ORDER BY id)) FROM assessment.sittings",
	"commitments":  "SELECT md5(string_agg(leaf::text, '|' ORDER BY id)) FROM audit.commitments",
}

// The same options on the same courses give the same province.
func TestLoadIsDeterministic(t *testing.T) {
	t.Parallel()
	var found [2]map[string]string
	for i := range found {
		u := taught.URL(t)
		if err := Load(context.Background(), u, Options{People: 700, Today: testDay, Seed: 7, Secret: testSecret}); err != nil {
			t.Fatal(err)
		}
		owner := asOwner(t, u)
		found[i] = map[string]string{}
		for name, query := range fingerprints {
			var hash string
			if err := owner.NewRaw(query).Scan(context.Background(), &hash); err != nil {
				t.Fatal(err)
			}
			found[i][name] = hash
		}
	}
	if diff := cmp.Diff(found[0], found[1]); diff != "" {
		t.Error(diff)
	}
}

// An owner who is no superuser is bound by the policies like everybody; it loads all the same and
// leaves them in force.
func TestOrdinaryOwnerLoads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	address := pgtest.Empty(t)
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	name := parsed.Path[1:]
	owner := asOwner(t, address)
	for _, statement := range []string{"CREATE ROLE " + name + " LOGIN PASSWORD 'mau'", "ALTER DATABASE " + name + " OWNER TO " + name, "GRANT " + postgres.AppRole + " TO " + name} {
		if _, err := owner.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		_, _ = owner.ExecContext(ctx, "REASSIGN OWNED BY "+name+" TO CURRENT_USER; DROP OWNED BY "+name+"; DROP ROLE "+name)
	})
	parsed.User = url.UserPassword(name, "mau")
	if err := postgres.Migrate(ctx, parsed.String()); err != nil {
		t.Fatal(err)
	}
	if err := publish(parsed.String()); err != nil {
		t.Fatal(err)
	}
	if err := Load(ctx, parsed.String(), Options{People: leastPeople, Today: testDay}); err != nil {
		t.Fatal(err)
	}
	if n := number(t, owner, "SELECT count(*) FROM organization.persons"); n != leastPeople {
		t.Errorf("%d people, want %d", n, leastPeople)
	}
	if n := number(t, owner, `SELECT count(*) FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE NOT c.relforcerowsecurity`); n != 0 {
		t.Errorf("policies of %d tables are not forced any more", n)
	}
}
