package ctorrent

import (
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"strconv"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/netaddr"
	"github.com/tlua/tlua/core/tool"
)

// Program is the client's name in PATH; Debian's package ctorrent has it.
const Program = "ctorrent"

// unlimited is the rate in KB/s that stands for no limit. The client is always
// told a rate: without one, a burst can make it deaf for over a minute, to
// signals also, as it serves them only when its 20 s average says it is idle.
const unlimited = 1_000_000

// Options are those of one app. Each names the client's flag that it becomes,
// and what is so without it: a number is the client's own default.
type Options struct {
	_ struct{} `tool:"--"`

	MetainfoFile string   `tool:"-"` // required; the last argument
	SaveToFile   string   `tool:"-s,required"`
	IP           string   `tool:"-i" default:"one of its own on the tracker's loopback network, else all"` // to listen on
	Port         *uint    `tool:"-p" default:"a free one"`                                                 // 1026 to 65535
	HoursToSeed  *uint    `tool:"-e" default:"72"`                                                         // after completion
	MaxPeers     *uint    `tool:"-M" default:"100"`                                                        // 20 to 1000
	MinPeers     *uint    `tool:"-m" default:"1"`                                                          // 1 to 1000
	DownloadRate *float64 `tool:"-D" default:"unlimited"`                                                  // KB/s
	UploadRate   *float64 `tool:"-U" default:"unlimited"`                                                  // KB/s
	CacheMB      *uint    `tool:"-C" default:"16"`                                                         // 0: none
	BitfieldFile string   `tool:"-b" default:"one of the app's own"`                                       // which pieces it has, kept between stop and start
	Announce     string   `tool:"-u" default:"the metainfo file's"`                                        // a tracker's URL
	Program      string   `tool:"-" default:"ctorrent"`

	Addresses *netaddr.Pool `tool:"-" lua:"-"` // where a loopback address of its own comes from
}

// arguments are the options and what comes after them.
type arguments struct {
	Options
	Metainfo string `tool:",name=metainfo_file,required"`
}

// argv gives the client's arguments.
func (o Options) argv() ([]string, error) {
	return tool.Argv(arguments{Options: o, Metainfo: o.MetainfoFile})
}

// shown gives the options by their names, for reports: those that are set, and
// what the others are.
func (o Options) shown() job.Shown {
	shown := job.Shown{Given: map[string]any{}, Defaults: map[string]any{}}
	v := reflect.ValueOf(o)
	for i := range v.NumField() {
		f, value := v.Type().Field(i), v.Field(i)
		switch text, ok := f.Tag.Lookup("default"); {
		case !f.IsExported() || f.Tag.Get("lua") == "-":
		case !value.IsZero():
			shown.Given[names.Snake(f.Name)] = reflect.Indirect(value).Interface()
		case ok:
			shown.Defaults[names.Snake(f.Name)] = numberOr(text)
		}
	}
	return shown
}

// Defaults gives the client's own defaults, by the options' names.
func Defaults() map[string]any {
	all := Options{}.shown().Defaults
	maps.DeleteFunc(all, func(_ string, value any) bool { _, number := value.(int); return !number })
	return all
}

func numberOr(text string) any {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return text
}

// check refuses what the client would refuse, or, worse, misread in silence.
func (o Options) check() error {
	if o.MetainfoFile == "" {
		return required("metainfo_file")
	}
	if o.SaveToFile == "" {
		return required("save_to_file")
	}
	if o.IP != "" {
		if a, err := netip.ParseAddr(o.IP); err != nil || !a.Is4() {
			return job.Errorf("", job.EINVAL, "option 'ip': an IPv4 address expected, got %q", o.IP)
		}
	}
	for _, r := range []struct {
		name   string
		value  *uint
		lo, hi uint
	}{{"port", o.Port, 1026, 65535}, {"max_peers", o.MaxPeers, 20, 1000}, {"min_peers", o.MinPeers, 1, 1000}} {
		if r.value != nil && (*r.value < r.lo || *r.value > r.hi) {
			return job.Errorf("", job.EINVAL, "option '%s': %d is not from %d to %d", r.name, *r.value, r.lo, r.hi)
		}
	}
	for _, r := range []struct {
		name  string
		value *float64
	}{{"download_rate", o.DownloadRate}, {"upload_rate", o.UploadRate}} {
		if r.value != nil && *r.value <= 0 {
			return job.Errorf("", job.EINVAL, "option '%s': %v KB/s is not more than 0; leave it out for no limit", r.name, *r.value)
		}
	}
	if o.Announce != "" {
		return checkURL("announce", o.Announce)
	}
	return nil
}

func required(name string) error {
	return job.Errorf("", job.EINVAL, "option '%s' is required", name)
}

// resolve fills in what the user left open and the client must be told. tracker
// is the URL that the client will announce to.
func (o Options) resolve(tracker string) (Options, error) {
	rate := float64(unlimited)
	if o.DownloadRate == nil {
		o.DownloadRate = &rate
	}
	if o.UploadRate == nil {
		o.UploadRate = &rate
	}
	if o.IP == "" && isLoopback(tracker) {
		// Clients that share an address do not find each other: a tracker
		// tells a client of nobody at its own.
		if o.Addresses == nil {
			o.Addresses = new(netaddr.Pool)
		}
		o.IP = o.Addresses.Loopback().String()
	}
	if o.Port == nil {
		ip := o.IP
		if ip == "" {
			ip = "0.0.0.0"
		}
		port, err := netaddr.FreePort(ip)
		if err != nil {
			return o, fmt.Errorf("a port to listen on: %w", err)
		}
		p := uint(port)
		o.Port = &p
	}
	return o, nil
}
