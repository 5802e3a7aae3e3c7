package stream_test

import (
	"fmt"

	"github.com/tlua/tlua/core/job/stream"
)

func ExamplePattern_NewMatcher() {
	p, err := stream.Compile(`(?<=rtt )(\d+) ms`)
	if err != nil {
		fmt.Println(err)
		return
	}
	m := p.NewMatcher(1<<20, func(t stream.Match) {
		fmt.Printf("%s at %d\n", t.Text(1), t.Start(0))
	})
	for _, piece := range []string{"rtt 1", "2 m", "s, rtt 3 ms"} {
		fmt.Printf("write %q\n", piece)
		_, _ = m.Write([]byte(piece))
	}
	_ = m.Close()
	// Output:
	// write "rtt 1"
	// write "2 m"
	// write "s, rtt 3 ms"
	// 12 at 4
	// 3 at 15
}

func ExampleCompile() {
	_, err := stream.Compile(`foobar(?=x)`)
	fmt.Println(err)
	// Output:
	// pattern "foobar(?=x)": look-ahead (?=…) is not supported (position 7): match what follows as well and put what is wanted in a group
}

func ExampleNewLines() {
	l := stream.NewLines(80, func(line []byte, at int64) { fmt.Printf("%d %s\n", at, line) })
	for _, piece := range []string{"10%\r20%\r", "\ndo", "ne"} {
		_, _ = l.Write([]byte(piece))
	}
	_ = l.Close()
	// Output:
	// 0 10%
	// 4 20%
	// 9 done
}
