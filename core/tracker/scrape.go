package tracker

import (
	"bytes"
	"fmt"
	"slices"
)

// scrape answers a scrape (BEP 48) of the torrents asked for, or of all if none
// is. Torrents that the tracker does not know are left out.
func (h *web) scrape(raw string) ([]byte, error) {
	hashes, err := parseScrape(raw)
	if err != nil {
		return nil, err
	}
	b := append(appendText([]byte("d"), "files"), 'd')
	for _, t := range h.swarms.scrape(hashes) {
		b = append(appendText(b, string(t.hash[:])), 'd')
		b = appendPair(b, "complete", int64(t.seeders))
		b = appendPair(b, "downloaded", int64(t.completed))
		b = append(appendPair(b, "incomplete", int64(t.leechers)), 'e')
	}
	return append(b, "ee"...), nil
}

// parseScrape reads the query of a scrape. Its errors are failure reasons.
func parseScrape(raw string) ([]infoHash, error) {
	if len(raw) > maxQuery {
		return nil, fmt.Errorf("the query has %d bytes, more than %d", len(raw), maxQuery)
	}
	q, err := parseQuery(raw)
	if err != nil {
		return nil, err
	}
	var hashes []infoHash
	for _, s := range q["info_hash"] {
		if len(s) != len(infoHash{}) {
			return nil, fmt.Errorf("info_hash has %d bytes, not %d", len(s), len(infoHash{}))
		}
		hashes = append(hashes, infoHash([]byte(s)))
	}
	return hashes, nil
}

// tally is a torrent's line in a scrape.
type tally struct {
	hash                         infoHash
	seeders, leechers, completed int
}

// scrape gives the torrents' numbers in the order of their hashes, each once.
func (g *registry) scrape(hashes []infoHash) []tally {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire()
	if len(hashes) == 0 {
		for h := range g.torrents {
			hashes = append(hashes, h)
		}
	}
	slices.SortFunc(hashes, func(a, b infoHash) int { return bytes.Compare(a[:], b[:]) })
	var list []tally
	for _, h := range slices.Compact(hashes) {
		if s := g.torrents[h]; s != nil {
			list = append(list, tally{h, s.seeders, s.leechers(), s.completed})
		}
	}
	return list
}
