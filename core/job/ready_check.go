package job

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// How a Check is repeated.
const (
	firstPause  = 10 * time.Millisecond // between two attempts; each is twice the one before
	lastPause   = 100 * time.Millisecond
	attemptTime = 5 * time.Second // for one attempt; what takes longer is tried again
	lookTime    = time.Second     // for the only attempt of a wait that has no time
)

// Check is a condition whose coming nothing announces: it is tried again and
// again, at first every 10 ms, then every 100 ms.
type Check struct {
	What string // its name in messages: "port 127.0.0.1:80"
	// Try gives what it found, or the error that says what is amiss. It must
	// return when ctx ends, after five seconds at the latest. A Never ends the
	// wait.
	Try func(ctx context.Context) (found string, err error)
}

// String gives What.
func (c Check) String() string { return c.What }

func (c Check) hold(ctx context.Context, _ *Job, r *run) (Found, error) {
	amiss := errSettled
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		found, err := c.attempt(ctx)
		switch {
		case err == nil && !r.isOver():
			return Found{Text: found}, nil
		case err == nil:
			return Found{}, errors.New("the job had ended when it was tried")
		case errors.As(err, new(Never)):
			return Found{}, err
		case !errors.Is(err, errUnanswered) || errors.Is(amiss, errSettled):
			amiss = err
		}
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-t.C:
		}
		if t.Stop(); ctx.Err() != nil {
			return Found{}, amiss
		}
	}
}

// errUnanswered is the outcome of an attempt that was ended.
var errUnanswered = errors.New("no answer yet")

// attempt tries once. A wait that has no time gets one attempt all the same.
func (c Check) attempt(ctx context.Context) (string, error) {
	limit := attemptTime
	if ctx.Err() != nil {
		if CodeOf(context.Cause(ctx)) != ETIMEDOUT {
			return "", errUnanswered
		}
		ctx, limit = context.WithoutCancel(ctx), lookTime
	}
	begun := time.Now()
	try, cancel := Within(ctx, limit)
	defer cancel()
	found, err := c.Try(try)
	// Who waits for a network may find that time is over before the context does.
	over := try.Err() != nil || errors.Is(err, context.DeadlineExceeded)
	switch {
	case err == nil || !over || errors.As(err, new(Never)):
		return found, err
	case time.Since(begun) < limit:
		return "", errUnanswered
	}
	return "", fmt.Errorf("no answer in %v", Millis(limit))
}

// OpenPort is the condition that something accepts TCP connections at an address
// and port, as seen from this machine.
func OpenPort(at netip.AddrPort) Condition {
	return Check{What: "port " + at.String(), Try: func(ctx context.Context) (string, error) {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", at.String())
		if err != nil {
			return "", reason(err)
		}
		return at.String(), c.Close()
	}}
}

// AnswersHTTP is the condition that a GET of the URL is answered with a status
// from 200 to 399, as seen from this machine; what it redirects to is not asked
// for, and no proxy is used. EINVAL if it is no URL of http or https.
func AnswersHTTP(address string) (Condition, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, Errorf("", EINVAL, "a URL like http://127.0.0.1:8080/health expected, got %q", address)
	}
	return Check{What: address, Try: func(ctx context.Context) (string, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return "", Never{err}
		}
		res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err != nil {
			return "", reason(err)
		}
		res.Body.Close()
		if res.StatusCode < 200 || res.StatusCode > 399 {
			return "", fmt.Errorf("HTTP %s", res.Status)
		}
		return res.Status, nil
	}}, nil
}

// reason gives what is at the bottom of an error of the network: "connection
// refused".
func reason(err error) error {
	var no syscall.Errno
	var op *net.OpError
	switch {
	case errors.As(err, &no):
		return no
	case errors.As(err, &op):
		return op.Err
	}
	return err
}
