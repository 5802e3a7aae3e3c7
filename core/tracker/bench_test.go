package tracker

import (
	"fmt"
	"net"
	"testing"
)

func BenchmarkAnnounce(b *testing.B) {
	for _, peers := range []int{2, 1000} {
		b.Run(fmt.Sprintf("handler/peers=%d", peers), func(b *testing.B) {
			t := NewBuiltin(Options{})
			t.swarms.resume()
			for i := range peers {
				direct(t, "10.0.0.1:1", "/announce", query("H", "a", i+1, "&left=1"))
			}
			q := query("%48", "%00", 1, "&left=1&event=started")
			b.ReportAllocs()
			for b.Loop() {
				direct(t, "10.0.0.1:1", "/announce", q)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "announces/s")
		})
	}
	b.Run("kept", func(b *testing.B) {
		addr := address(b, started(b, Options{}))
		b.RunParallel(func(p *testing.PB) {
			conn, err := net.Dial("tcp4", addr)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			for p.Next() {
				if err := flood(conn, 1); err != nil {
					b.Error(err)
					return
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "announces/s")
	})
	b.Run("network", func(b *testing.B) {
		addr := address(b, started(b, Options{}))
		path := "/announce?" + query("%48", "%00", 1, "&left=1")
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				body(b, addr, path)
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "announces/s")
	})
}
