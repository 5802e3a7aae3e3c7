// Package ctorrent drives Enhanced CTorrent, a BitTorrent client: it makes
// metainfo files, and runs apps, each of which downloads or seeds one torrent.
//
// An app is a job whose output is read as it arrives: what the client says of
// itself becomes a Status, and its own words, not the ticks of a clock, end
// the waits.
package ctorrent
