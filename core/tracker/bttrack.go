package tracker

import (
	"context"
	"errors"
	"net/netip"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/tool"
)

// bttrack is BitTornado's tracker. It serves any torrent, and keeps what it
// knows in a file.
type bttrack struct {
	dfile    string
	interval int64 // seconds
}

type bttrackArgs struct {
	Port     uint16     `tool:"--port"`
	IP       netip.Addr `tool:"--bind"`
	Dfile    string     `tool:"--dfile"`
	Interval int64      `tool:"--reannounce_interval"`
}

func (b bttrack) arguments(at netip.AddrPort) ([]string, error) {
	return tool.Argv(bttrackArgs{Port: at.Port(), IP: at.Addr(), Dfile: b.dfile, Interval: b.interval})
}

// ready takes any answer for a good one. What asks is a peer of no real torrent
// that says good-bye, so that none is left behind.
func (bttrack) ready(ctx context.Context, url string) error {
	err := probe(ctx, url, [20]byte{}, "stopped")
	var r refusal
	if errors.As(err, &r) {
		return nil
	}
	return err
}

func (bttrack) install() string {
	return "it is BitTornado's, which Debian 12 does not have; give its path as program"
}

func (bttrack) hopeless([]string) string    { return "" }
func (bttrack) allow([20]byte)              {}
func (bttrack) reload() (job.Signal, error) { return 0, nil }
func (bttrack) free() error                 { return nil }
