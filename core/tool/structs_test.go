package tool

import (
	"net/netip"
	"testing"
	"time"
)

type mode string

type common struct {
	Verbose bool `tool:"-v"`
}

type server struct {
	Host string  `tool:",required"`
	Port *uint16 `tool:""`
}

type clientArgs struct {
	common
	IP      netip.Addr `tool:"-i"`
	Port    *uint16    `tool:"-p"`
	Rate    *float64   `tool:"-D,default=1000000"`
	CacheMB uint8      `tool:"-C"`
	Announc *string    `tool:"-u,name=announce"`
	Mode    mode       `tool:"--mode=,glue,enum=fast|safe"`
	Tags    []string   `tool:"-t,sep=',',default='a,b'"`
	Server  *server    `tool:"-S,sep=:"`
	Ask     *bool      `tool:"--ask=,glue,type=yesno"`
	Secret  string
	Skipped string   `tool:"-"`
	File    string   `tool:",required"`
	_       struct{} `tool:"--"`
}

func TestStruct(t *testing.T) {
	args, err := Argv(clientArgs{File: "a.torrent", Secret: "s", Skipped: "s"})
	same(t, args, err, "-D", "1000000", "-C", "0", "-t", "a,b", "a.torrent")

	port, rate, none, no := uint16(80), 0.5, "", false
	args, err = Argv(&clientArgs{
		common: common{Verbose: true}, IP: netip.MustParseAddr("127.0.0.2"), Port: &port, Rate: &rate, CacheMB: 16,
		Announc: &none, Mode: "safe", Tags: []string{"x"}, Server: &server{Host: "h", Port: &port}, Ask: &no, File: "-f",
	})
	same(t, args, err, "-v", "-i", "127.0.0.2", "-p", "80", "-D", "0.5", "-C", "16", "-u", "",
		"--mode=safe", "-t", "x", "-S", "h:80", "--ask=no", "--", "-f")

	for _, c := range []struct {
		v    any
		want string
	}{
		{clientArgs{}, "!option 'file' is required"},
		{clientArgs{File: "f", Mode: "slow"}, `!option 'mode' must be one of fast, safe, got "slow"`},
		{clientArgs{File: "f", Server: &server{}}, "!option 'server.host' is required"},
		{(*clientArgs)(nil), "!options must be a struct, got a nil *tool.clientArgs"},
		{nil, "!options must be a struct, got <nil>"},
		{5, "!options must be a struct, got int"},
	} {
		args, err := Argv(c.v)
		same(t, args, err, c.want)
	}
}

type self struct {
	Next *self `tool:"-n"`
}

func TestStructDeclarations(t *testing.T) {
	s, err := Of((*clientArgs)(nil))
	if err != nil || !s.DashDash || len(s.Options) != 11 || s.Options[4].Name != "cache_mb" || s.Options[4].Type != Uint {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, c := range []struct {
		v    any
		want string
	}{
		{struct {
			T time.Duration `tool:"-t"`
		}{}, "!field T: no option can be a time.Duration"},
		{struct {
			F func() `tool:"-t"`
		}{}, "!field F: no option can be a func()"},
		{struct {
			f string `tool:"-t"`
		}{}, "!field struct { f string \"tool:\\\"-t\\\"\" }.f must be exported to be an option"},
		{struct {
			F string `tool:"-t,requird"`
		}{}, "!option 'f': its tag has no such word as 'requird'"},
		{struct {
			F int `tool:"-t,default=x"`
		}{}, `!option 'f': wrong default "x"`},
		{self{}, "!field Next: a group cannot be in a group"},
	} {
		_, err := Of(c.v)
		same(t, nil, err, c.want)
	}
}
