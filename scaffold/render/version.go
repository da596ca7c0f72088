package render

import (
	"fmt"
	"reflect"
)

// version is a semantic version as a plain value: sprig's is a pointer, which printf can show as an address, with methods
// that nothing would count. Its fields have the names of those methods.
type version struct {
	Major, Minor, Patch            uint64
	Prerelease, Metadata, Original string
}

// String returns the version in full, without a leading v.
func (v version) String() string {
	s := fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch)
	if v.Prerelease != "" {
		s += "-" + v.Prerelease
	}
	if v.Metadata != "" {
		s += "+" + v.Metadata
	}
	return s
}

// MarshalText returns what toJson writes.
func (v version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// semver returns sprig's parser of versions, complete or not, with a plain value as its result.
func semver(theirs any) func(text string) (version, error) {
	parse := reflect.ValueOf(theirs)
	return func(text string) (version, error) {
		results := parse.Call([]reflect.Value{reflect.ValueOf(text)})
		if err, failed := results[1].Interface().(error); failed {
			return version{}, err
		}
		v := results[0].Interface().(interface {
			Major() uint64
			Minor() uint64
			Patch() uint64
			Prerelease() string
			Metadata() string
			Original() string
		})
		return version{v.Major(), v.Minor(), v.Patch(), v.Prerelease(), v.Metadata(), v.Original()}, nil
	}
}
