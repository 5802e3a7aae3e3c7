package tracker

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// maxScrape is how many torrents one answer has at most: about 50 KB. A query
// has no room for more than about 260.
const maxScrape = 500

// scrape answers a scrape (BEP 48) of the torrents asked for, or of all if none
// is. Torrents that the tracker does not know are left out.
func (h *web) scrape(raw string) ([]byte, error) {
	hashes, err := parseScrape(raw)
	if err != nil {
		return nil, err
	}
	tallies, err := h.swarms.scrape(hashes)
	if err != nil {
		return nil, err
	}
	b := append(appendText([]byte("d"), "files"), 'd')
	for _, t := range tallies {
		b = append(appendText(b, string(t.hash[:])), 'd')
		b = appendPair(b, "complete", int64(t.seeders))
		b = appendPair(b, "downloaded", int64(t.completed))
		b = append(appendPair(b, "incomplete", int64(t.leechers)), 'e')
	}
	return append(b, "ee"...), nil
}

// parseScrape reads the query of a scrape. Its errors are failure reasons.
func parseScrape(raw string) ([]infoHash, error) {
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
// Its errors are failure reasons.
func (g *registry) scrape(hashes []infoHash) ([]tally, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire()
	if len(hashes) == 0 {
		if len(g.torrents) > maxScrape {
			return nil, fmt.Errorf("this tracker knows %d torrents, more than the %d of one answer; ask for some by info_hash", len(g.torrents), maxScrape)
		}
		hashes = slices.Collect(maps.Keys(g.torrents))
	}
	slices.SortFunc(hashes, func(a, b infoHash) int { return bytes.Compare(a[:], b[:]) })
	var list []tally
	for _, h := range slices.Compact(hashes) {
		if s := g.torrents[h]; s != nil {
			list = append(list, tally{h, s.seeders, s.leechers(), s.completed})
		}
	}
	return list, nil
}
