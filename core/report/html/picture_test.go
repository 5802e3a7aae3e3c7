package html

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

func TestScale(t *testing.T) {
	s := scale{from: time.Second, to: 3 * time.Second}
	for at, want := range map[time.Duration]float64{0: 0, time.Second: 0, 1500 * ms: 25, 3 * time.Second: 100, time.Hour: 100} {
		assert.InDelta(t, want, s.x(at), 1e-9, at)
	}
	s.past = 4
	assert.InDelta(t, 48, s.x(2*time.Second), 1e-9, "what goes on past the end has room")
	assert.Zero(t, scale{from: 5, to: 5}.x(5), "no time at all")
}

func TestTicks(t *testing.T) {
	for _, test := range []struct {
		all  time.Duration
		want string
	}{
		{0, ""},
		{time.Millisecond, "0 0.2 ms 0.4 ms 0.6 ms 0.8 ms 1 ms"},
		{7 * ms, "0 1 ms 2 ms 3 ms 4 ms 5 ms 6 ms 7 ms"},
		{900 * ms, "0 200 ms 400 ms 600 ms 800 ms"},
		{5200 * ms, "0 1 s 2 s 3 s 4 s 5 s"},
		{12 * time.Second, "0 2 s 4 s 6 s 8 s 10 s 12 s"},
		{100 * time.Second, "0 20 s 40 s 1 min 1 min 20 s 1 min 40 s"},
		{150 * time.Minute, "0 20 min 40 min 1 h 1 h 20 min 1 h 40 min 2 h 2 h 20 min"},
		{5 * time.Hour, "0 1 h 2 h 3 h 4 h 5 h"},
		{48 * time.Hour, "0 6 h 12 h 18 h 24 h 30 h 36 h 42 h 48 h"},
	} {
		var got []string
		for _, tick := range (scale{from: time.Hour, to: time.Hour + test.all}).ticks(mostTicks) {
			got = append(got, tick.text)
		}
		assert.Equal(t, test.want, strings.Join(got, " "), test.all)
	}
}

func TestStack(t *testing.T) {
	rows, n := stack([]span{{0, 10}, {2, 5}, {5, 8}, {6, 7}, {10, 12}})
	assert.Equal(t, []int{0, 1, 1, 2, 0}, rows)
	assert.Equal(t, 3, n)
	_, n = stack(nil)
	assert.Zero(t, n)
}

// drawn writes a picture's shapes of some classes, one a line.
func drawn(p *picture, classes ...string) string {
	var b strings.Builder
	for _, s := range p.shapes {
		for _, c := range classes {
			if string(s.class) == c {
				fmt.Fprintf(&b, "%s x %.4g w %.4g y %d h %d\n", s.class, s.x, s.w, s.y, s.h)
			}
		}
	}
	return b.String()
}

func names(p *picture) string {
	var all []string
	for _, r := range p.rows {
		all = append(all, fmt.Sprintf("%d %s", r.y, r.text))
	}
	return strings.Join(all, "; ")
}

func TestGantt(t *testing.T) {
	s := time.Second
	r := &results.Record{
		Steps: []*results.Step{{Text: "all", Begin: 10 * s, End: 20 * s, Steps: []*results.Step{{Text: "part", Begin: 12 * s, End: 14 * s, Err: "no"}}}},
		Jobs: []*results.Job{
			{Label: "twice", Runs: []*results.JobRun{
				{N: 1, PID: 5, Begin: 11 * s, Ready: 12 * s, End: 14 * s, Status: "exited with code 1"},
				{N: 2, PID: 6, Begin: 15 * s, End: 20 * s, Status: "was killed by TERM", Signals: []results.Mark{{At: 16 * s, Text: "USR1"}, {At: 19 * s, Text: "TERM"}},
					Sent:    []results.Chunk{{At: 17 * s, Data: []byte("go\n")}},
					Matches: []results.Match{{At: 16 * s, Filter: "f", Data: []byte("one")}, {At: 16*s + ms, Filter: "f", Data: []byte("two")}, {At: 18 * s, Filter: "g", Data: []byte("three")}}},
			}},
			{Label: "ended", Runs: []*results.JobRun{{N: 1, PID: 7, Begin: 10 * s, End: 15 * s, Status: "exited with code 0"}}},
		},
		Waits: []results.Wait{{Begin: 11 * s, End: 12 * s, Op: "job.wait_ready", Job: "twice"}, {Begin: 15 * s, End: 20 * s, Op: "job.wait", Job: "twice", Err: "late"}},
	}
	p := gantt(r, 10*s, 20*s)
	assert.Equal(t, int64(10_000_000), p.width)
	assert.Equal(t, "36 steps; 95 twice; 106 2 runs, killed: TERM; 127 ended; 138 exit 0", names(p))
	assert.Equal(t, "step x 0 w 100 y 24 h 15\nstep bad x 20 w 20 y 41 h 15\n", drawn(p, "step", "step bad"))
	assert.Equal(t, strings.Join([]string{
		"starting x 10 w 10 y 84 h 14", "running x 20 w 20 y 84 h 14",
		"running x 50 w 40 y 84 h 14", "stopping x 90 w 10 y 84 h 14",
		"running x 0 w 50 y 116 h 14", "",
	}, "\n"), drawn(p, "starting", "running", "stopping"), "both runs are in one lane")
	assert.Equal(t, "died x 40 w 0 y 91 h 0\n", drawn(p, "died"))
	assert.Equal(t, "signal x 60 w 0 y 84 h 0\nsignal x 90 w 0 y 84 h 0\n", drawn(p, "signal"))
	assert.Equal(t, "sent x 70 w 0 y 98 h 0\n", drawn(p, "sent"))
	assert.Equal(t, "match x 60 w 0 y 99 h 7\nmatch x 80 w 0 y 99 h 7\n", drawn(p, "match"), "what is at one place is one tick")
	assert.Equal(t, "wait x 10 w 0 y 80 h 4\nwait x 20 w 0 y 80 h 4\nwait x 10 w 10 y 80 h 0\n"+
		"wait bad x 50 w 0 y 80 h 4\nwait bad x 100 w 0 y 80 h 4\nwait bad x 50 w 50 y 80 h 0\n", drawn(p, "wait", "wait bad"), "as brackets above the bar")
	said := ""
	for _, sh := range p.shapes {
		if sh.class == "match" && said == "" {
			said = sh.title
		}
	}
	assert.Equal(t, "f: one at 6.0 s\nf: two at 6.0 s", said)
	assert.Nil(t, gantt(&results.Record{}, 0, s), "nothing to be drawn")
}

func TestWhatGoesOnRunsPastTheEnd(t *testing.T) {
	s := time.Second
	r := &results.Record{
		Jobs:    []*results.Job{{Label: "left", Runs: []*results.JobRun{{N: 1, Begin: 2 * s}}}},
		Orphans: []results.Orphan{{At: 10 * s, Job: "left", PID: 9, Command: "sleep", Age: 5 * s}, {At: 10 * s, Job: "gone", PID: 10}},
	}
	p := gantt(r, 0, 10*s)
	assert.Equal(t, "over x 96 w 0 y 18 h 84\n", drawn(p, "over"), "the end, with room after it")
	assert.Equal(t, "running x 19.2 w 76.8 y 24 h 14\nrunning faint x 96 w 2.5 y 24 h 14\n", drawn(p, "running", "running faint"))
	assert.Equal(t, "orphan x 48 w 50.5 y 56 h 14\norphan x 96 w 2.5 y 79 h 14\n", drawn(p, "orphan"))
	assert.Equal(t, "on x 98.5 w 0 y 31 h 0\non orphan-on x 98.5 w 0 y 63 h 0\non orphan-on x 98.5 w 0 y 86 h 0\n", drawn(p, "on", "on orphan-on"))
	assert.Equal(t, "35 left; 46 still running; 67 ↳ orphan 9; 90 ↳ orphan 10", names(p))
	assert.Equal(t, int64(10_416_666), p.width, "the axis is of the whole width")
}

// jobsOf makes n jobs that ended well but for some.
func jobsOf(n int, failed ...int) *results.Record {
	r := &results.Record{}
	for i := range n {
		status := either(slices.Contains(failed, i), "exited with code 1", "exited with code 0")
		r.Jobs = append(r.Jobs, &results.Job{Label: fmt.Sprint("j", i), Runs: []*results.JobRun{{Begin: time.Second, End: 2 * time.Second, Status: status}}})
	}
	return r
}

func TestManyJobsAreFolded(t *testing.T) {
	assert.Nil(t, gantt(jobsOf(mostLanes), 0, time.Second).folded)
	p := gantt(jobsOf(mostLanes+3, 1, mostLanes+1), 0, 4*time.Second)
	require.NotNil(t, p.folded)
	assert.Len(t, p.rows, 2*mostLanes)
	var main, folded []string
	for _, r := range p.rows {
		main = append(main, r.text)
	}
	for _, r := range p.folded.rows {
		folded = append(folded, r.text)
	}
	assert.Equal(t, []string{"j15", "exit 0", "j16", "exit 0", "j18", "exit 0"}, folded)
	assert.Contains(t, main, "j17", "it failed")
	assert.Equal(t, p.width, p.folded.width)
	assert.Equal(t, "running x 25 w 25 y 24 h 14", strings.SplitN(drawn(p.folded, "running"), "\n", 2)[0], "the axis is the same")

	var m markup
	m.gantt(jobsOf(mostLanes+mostFolded+3), 0, time.Second)
	assert.Contains(t, m.String(), "<summary>63 more jobs</summary>")
	assert.Contains(t, m.String(), "3 more jobs are not drawn; they are listed below")
}

func TestWaitsAreNamed(t *testing.T) {
	for want, w := range map[string]results.Wait{
		"job.wait: the end of sh#4": {Op: "job.wait", Text: "the end of sh#4"},
		"sleep":                     {Op: "sleep"},
		"a message":                 {Text: "a message"},
	} {
		w.End = time.Second
		p := gantt(&results.Record{Waits: []results.Wait{w}, Jobs: []*results.Job{{}}}, 0, time.Second)
		i := slices.IndexFunc(p.shapes, func(s shape) bool { return s.kind == box })
		require.GreaterOrEqual(t, i, 0)
		assert.Equal(t, want, p.shapes[i].text)
		assert.True(t, strings.HasPrefix(p.shapes[i].title, want+"\n"), p.shapes[i].title)
	}
}

func TestLegendIsOfWhatIsDrawn(t *testing.T) {
	told := func(r *results.Record) (all []string) {
		var m markup
		m.gantt(r, 0, 10*time.Second)
		_, legend, _ := strings.Cut(m.String(), "<figcaption")
		for _, l := range regexp.MustCompile(`</svg> ([^<]+)</span>`).FindAllStringSubmatch(legend, -1) {
			all = append(all, l[1])
		}
		return all
	}
	s := time.Second
	assert.Empty(t, told(&results.Record{Steps: []*results.Step{{Text: "a", End: s}}}))
	assert.Equal(t, []string{"running"}, told(jobsOf(1)))
	assert.Equal(t, []string{"running", "ended badly", "wait"}, told(&results.Record{Jobs: jobsOf(1, 0).Jobs, Waits: []results.Wait{{End: s, Err: "late"}}}))
	assert.Equal(t, []string{"running", "still running", "orphan"}, told(&results.Record{
		Jobs: []*results.Job{{Label: "a", Runs: []*results.JobRun{{Begin: s}}}}, Orphans: []results.Orphan{{At: s, Job: "a"}}}))
	assert.Equal(t, []string{"until ready", "running", "told to end", "signal", "sent", "match"}, told(&results.Record{
		Jobs: []*results.Job{{Label: "a", Runs: []*results.JobRun{{Begin: s, Ready: 2 * s, End: 9 * s, Status: "was killed by TERM",
			Signals: []results.Mark{{At: 8 * s, Text: "TERM"}}, Sent: []results.Chunk{{At: 3 * s}}, Matches: []results.Match{{At: 4 * s}}}}}}}))
	assert.Equal(t, []string{"running", "ended badly"}, told(jobsOf(mostLanes+mostLanes+1, func() (all []int) {
		for i := range mostLanes + 1 {
			all = append(all, i)
		}
		return all
	}()...)), "what is in the folded picture counts")
}

// What a job was like last it is like until it ends.
func TestCurvesGoOnToTheEnd(t *testing.T) {
	at := func(n int64, s int) results.Point {
		return results.Point{At: time.Duration(s) * time.Second, Amount: event.Amount{Done: n, Total: 4}}
	}
	j := &results.Job{Runs: []*results.JobRun{
		{Begin: 0, End: 4 * time.Second, Progress: []results.Point{at(0, 1), at(2, 2)}},
		{Begin: 5 * time.Second, Progress: []results.Point{at(2, 5), at(4, 8)}},
	}}
	p := gantt(&results.Record{Jobs: []*results.Job{j}}, 0, 10*time.Second)
	var paths []string
	for _, s := range p.shapes {
		if s.class == "curve" {
			paths = append(paths, fmt.Sprintf("%.4g to %.4g %s", s.x, s.x+s.w, s.path))
		}
	}
	assert.Equal(t, []string{"9.6 to 38.4 M0 10000L3333 5000L10000 5000", "48 to 96 M0 5000L6000 0L10000 0"}, paths)
	assert.Contains(t, p.shapes[slices.IndexFunc(p.shapes, func(s shape) bool { return s.class == "area" })].title, "mean 2", "only what was measured counts")
}

func TestSeries(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	j := &results.Job{Label: "j", Runs: []*results.JobRun{
		{Progress: []results.Point{{At: 1, Amount: event.Amount{Done: 0, Total: 10, Unit: "B"}}, {At: 3, Amount: event.Amount{Done: 5, Total: 10, Unit: "B"}}},
			Matches: []results.Match{{At: 1, Filter: "rtt", Value: v(3)}, {At: 2, Filter: "text"}}},
		{Progress: []results.Point{{At: 5, Amount: event.Amount{Done: 10, Total: 10, Unit: "B"}}}, Matches: []results.Match{{At: 6, Filter: "rtt", Value: v(-1)}}},
	}}
	all := seriesOf(j)
	require.Len(t, all, 2, "no rate was known")
	assert.Equal(t, "done", all[0].name)
	assert.Equal(t, [][]point{{{1, 0}, {3, 5}}, {{5, 10}}}, all[0].curves, "a curve for each run")
	assert.Equal(t, "j done\nmin 0 B, mean 5 B, max 10 B, last 10 B", all[0].said())
	assert.Equal(t, "rtt", all[1].name)
	assert.InDelta(t, -1, all[1].least(), 0)
	assert.Equal(t, "M0 10000L5000 5000L10000 0", curvePath([]point{{0, 0}, {5, 5}, {10, 10}}, 0, 10))
	assert.Equal(t, "M0 5000h10000", curvePath([]point{{3, 5}}, 0, 10))
}

func TestThinnedCurvesKeepTheirPeaks(t *testing.T) {
	var c []point
	for i := range 10000 {
		c = append(c, point{time.Duration(i), float64(i % 7)})
	}
	c[5003].v = 1000
	thin := thinned(c, mostPoints)
	assert.LessOrEqual(t, len(thin), mostPoints)
	assert.Equal(t, c[0], thin[0])
	assert.Equal(t, c[9999], thin[len(thin)-1])
	assert.Contains(t, thin, point{5003, 1000})
	assert.IsIncreasing(t, func() (at []int) {
		for _, p := range thin {
			at = append(at, int(p.at)*2+len(at)%2) // the same moment may be least and most
		}
		return at
	}())
}

func TestTimeline(t *testing.T) {
	s := time.Second
	p := timeline([]bar{
		{span: span{0, 5 * s}, worker: 2, lane: "b 2", class: "passed", name: "b", href: "#t2"},
		{span: span{0, 5 * s}, worker: 1, lane: "a 1", class: "failed", name: "a", href: "#t1"},
		{span: span{5 * s, 10 * s}, worker: 1, lane: "a 1", class: "passed", name: "a", href: "#t1", again: true, bad: true},
		{span: span{2 * s, 3 * s}, worker: 2, lane: "b 2", class: "skipped", name: "merged", href: "#t3"},
	}, 10*s)
	assert.Equal(t, "38 a 1; 62 b 2", names(p))
	assert.Equal(t, "bar failed x 0 w 49.94 y 24 h 17\n", drawn(p, "bar failed"))
	assert.Equal(t, "bar passed x 50 w 49.94 y 24 h 17\nhatched x 50 w 49.94 y 24 h 17\nfoot x 50 w 49.94 y 41 h 2\n"+
		"bar passed x 0 w 49.94 y 48 h 17\n", drawn(p, "bar passed", "hatched", "foot"))
	assert.Equal(t, "bar skipped x 20 w 9.94 y 69 h 17\n", drawn(p, "bar skipped"), "what overlaps is below")
	assert.Nil(t, timeline(nil, s))
}
