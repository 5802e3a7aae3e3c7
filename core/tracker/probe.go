package tracker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/tlua/tlua/core/job"
)

const (
	firstPause = time.Millisecond // between two probes; each is twice the one before
	lastPause  = 50 * time.Millisecond
	maxProbe   = time.Second // for an answer; what takes longer is asked again
	tailLines  = 10          // of an output, where reasons are looked for
	maxAnswer  = 64 << 10    // bytes of an answer that are looked at
)

// await waits until the program is ready. Nothing tells when it is, so that it
// is asked. If it ends instead, the error comes at once: EADDRINUSE if another
// took the address, else ESHCMD; EACCES if it says that it cannot work;
// ETIMEDOUT at ctx's end.
func (p *process) await(ctx context.Context, op string) error {
	begun, over := time.Now(), p.job.Done()
	url := announceURL(p.addr())
	var amiss error
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		if err := p.program.ready(ctx, url); err != nil {
			amiss = err
		} else if p.job.IsRunning() {
			return nil
		}
		if why := p.program.hopeless(p.job.Tail(tailLines)); why != "" {
			return p.job.Failed(op, job.EACCES, nil, "%s", why)
		}
		timer := time.NewTimer(pause)
		select {
		case <-over:
			timer.Stop()
			return p.gone(op)
		case <-ctx.Done():
			timer.Stop()
			cause := context.Cause(ctx)
			return p.job.Failed(op, job.CodeOf(cause), cause, "not ready after %v: %v", job.Waited(ctx, begun), amiss)
		case <-timer.C:
		}
	}
}

// gone is the error of a program that ended when it was to answer.
func (p *process) gone(op string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.port.check(op); errors.Is(err, job.EADDRINUSE) {
		return p.job.Failed(op, job.EADDRINUSE, err, "another program took %v meanwhile", p.port.addr)
	}
	return p.job.Failed(op, job.ESHCMD, nil, "the tracker ended before it was ready on %v", p.port.addr)
}

// refusal is an answer that gives no peers.
type refusal string

func (r refusal) Error() string { return fmt.Sprintf("it answers %.200q", string(r)) }

// probe sends an announce of a peer that lacks one byte and wants no others.
// The error is a refusal if the tracker answered with one.
func probe(ctx context.Context, announceURL string, infoHash [20]byte, event string) error {
	ctx, cancel := context.WithTimeout(ctx, maxProbe)
	defer cancel()
	target := fmt.Sprintf("%s?info_hash=%s&peer_id=-TL0000-000000000000&port=1&uploaded=0&downloaded=0&left=1&compact=1&numwant=0&event=%s",
		announceURL, escaped(infoHash), event)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	status, body, err := fetch(req)
	switch {
	case err != nil && ctx.Err() != nil:
		return errors.New("no answer")
	case err != nil:
		return err
	case status != http.StatusOK:
		return refusal(fmt.Sprintf("status %d", status))
	case !bytes.HasPrefix(body, []byte("d")) || bytes.Contains(body, []byte("14:failure reason")):
		return refusal(body)
	}
	return nil
}

// fetch gives the answer to a request, which gets a connection of its own and
// no proxy.
func fetch(req *http.Request) (status int, body []byte, err error) {
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	return res.StatusCode, body, err
}

// escaped writes each byte as %XX: what a '+' or a blank is in a query is not
// the same to all trackers.
func escaped(infoHash [20]byte) string {
	var b strings.Builder
	for _, c := range infoHash {
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}
