package expect

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// Platform is what is known of where tests run: words, such as "linux", and names
// with values, such as "cpus" with "4". A word has the value "".
type Platform map[string]string

var platformWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][\w.-]*(=[\w.+-]+)?$`) })

// ParsePlatform reads words and texts of the form NAME=VALUE.
func ParsePlatform(words []string) (Platform, error) {
	p := Platform{}
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		if !platformWord().MatchString(w) || name == "and" || name == "or" || name == "not" {
			return nil, fmt.Errorf("a word or NAME=VALUE expected, such as slow or net=ipv6, got %q", w)
		}
		p[name] = value
	}
	return p, nil
}

// Here gives what is known of this process's platform: the names of its system
// and its processor, as Go has them, "cpus", "kernel" and, if it is so, "root".
func Here() Platform {
	p := Platform{runtime.GOOS: "", runtime.GOARCH: "", "cpus": strconv.Itoa(runtime.NumCPU())}
	if os.Getuid() == 0 {
		p["root"] = ""
	}
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		if v := version().FindString(unix.ByteSliceToString(u.Release[:])); v != "" {
			p["kernel"] = v
		}
	}
	return p
}

// version is that of a kernel, without what the distributor adds to it.
var version = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d+(\.\d+)*`) })

// With gives p with what is known besides, which goes first.
func (p Platform) With(more Platform) Platform {
	all := maps.Clone(p)
	maps.Copy(all, more)
	return all
}

// Words gives the platform as ParsePlatform reads it, sorted.
func (p Platform) Words() (words []string) {
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if p[name] != "" {
			name += "=" + p[name]
		}
		words = append(words, name)
	}
	return words
}

// known are the words that some platform has: what Here can give.
var known = strings.Fields("linux darwin freebsd netbsd openbsd dragonfly solaris illumos aix windows" +
	" amd64 arm64 386 arm riscv64 loong64 ppc64 ppc64le s390x mips mipsle mips64 mips64le cpus kernel root")
