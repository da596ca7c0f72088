package pin

import "testing"

// TestOrder lists versions from the oldest to the newest, and checks every pair.
func TestOrder(t *testing.T) {
	for _, tt := range []struct {
		name     string
		order    order
		versions []string
	}{
		{"Go", semantic, []string{
			"v0.0.0-20180428030007-95032a82bc51", "v0.0.0-20230410080308-05b0b94c5c0d", "v1.0.0-rc.1", "v1.0.0",
			"v1.0.1-0.20230101000000-abcdefabcdef", "v1.0.1", "v1.2.0", "v1.10.0", "v2.0.0+incompatible",
		}},
		{"npm", semantic, []string{"1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0", "1.0.1", "1.2", "2.0.0"}},
		{"PEP 440", python, []string{
			"1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456",
			"1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34",
			"1.0.post456", "1.0.15", "1.1.dev1", "2025.10", "1!0.1",
		}},
		{"tags", loose, []string{"3.9-slim", "3.10-slim", "3.14.0-slim", "3.14.1-slim"}},
		{"releases", loose, []string{"v1", "v2", "v2.1", "v2.1.1", "v10"}},
		{"dates", loose, []string{"2024-01-31", "2024-02-01", "2025-01-01"}},
		{"Go's own", loose, []string{"1.26rc1", "1.26rc2", "1.26.0", "1.26.10", "1.27"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i, a := range tt.versions {
				for j, b := range tt.versions {
					got, ok := tt.order(a, b)
					if !ok || (got < 0) != (i < j) || (got > 0) != (i > j) {
						t.Errorf("%s, %s: %d, %v", a, b, got, ok)
					}
				}
			}
		})
	}
	for _, tt := range []struct {
		order order
		a, b  string
	}{{semantic, "latest", "1.0.0"}, {python, "1.0", "1.0-foo"}, {python, "", "1"}, {loose, "latest", "edge"}, {loose, "main", "1.0"}} {
		if got, ok := tt.order(tt.a, tt.b); ok {
			t.Errorf("%q, %q: comparable, %d", tt.a, tt.b, got)
		}
	}
	for _, equal := range [][2]string{{"1.0", "1"}, {"1.0-rc1", "1.0c1"}, {"1.0.ALPHA1", "1a1"}, {"v1.0", "1.0.0"}, {"1.0-post2", "1.post2"}} {
		if got, ok := python(equal[0], equal[1]); !ok || got != 0 {
			t.Errorf("%q, %q: %d, %v; want equal", equal[0], equal[1], got, ok)
		}
	}
}

func TestCompareSpecs(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
		ok   bool
	}{
		{">=1.2", ">=1.10", -1, true},
		{"==2", "==1", 1, true},
		{">=1,<2", ">=1.5,<3", -1, true},
		{">=1.5,<2", ">=1,<3", 0, false}, // neither is above the other
		{">=1", "~=2.0", 0, false},       // not the same kind of promise
		{">=1", ">=1,<3", 0, false},
		{"~=1.4", "~=2.0", -1, true},
		{"", ">=1", 0, false},
		{">= 1.0", ">=1.0", 0, true},
	} {
		if got, ok := compareSpecs(tt.a, tt.b, python); got != tt.want || ok != tt.ok {
			t.Errorf("%q, %q: %d, %v; want %d, %v", tt.a, tt.b, got, ok, tt.want, tt.ok)
		}
	}
}
