package html

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/results"
)

// shots is where pictures of the pages go, to be looked at.
var shots = flag.String("shots", "", "`folder` for screenshots of the pages that the tests open")

// tab is a page in a browser.
type tab struct {
	context.Context
	t      *testing.T
	mu     sync.Mutex
	errors []string // on its console
}

// browser is one for all tests, started by the first of them: each has a tab
// of its own. It ends with endBrowser.
var browser = sync.OnceValues(func() (context.Context, error) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		return nil, fmt.Errorf("%w; install it with: apt-get install chromium", err)
	}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.ExecPath(program), chromedp.NoSandbox))
	endBrowser = func() { _ = chromedp.Cancel(ctx); cancel() } // leak tells what is left
	return ctx, chromedp.Do(ctx)
})

var endBrowser = func() {}

// open writes run as a page and opens it from disk, in a window so wide.
func open(t *testing.T, run *results.Run, width int, dark bool, fragment string) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	f, err := os.Create(file)
	require.NoError(t, err)
	require.NoError(t, Write(f, run, filepath.Dir(file)))
	require.NoError(t, f.Close())
	return visit(t, url.URL{Scheme: "file", Path: file, Fragment: fragment}, width, dark)
}

// visit opens a page by its address.
func visit(t *testing.T, address url.URL, width int, dark bool) *tab {
	t.Helper()
	ctx, err := browser()
	require.NoError(t, err)
	p := &tab{t: t}
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithListener(p.observe))
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx))
	p.Context, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	scheme := either(dark, "dark", "light")
	p.do(chromedp.EmulateViewport(int64(width), 900))
	p.media(emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	p.do(chromedp.Navigate(address.String()))
	return p
}

// observe collects what is on the console.
func (p *tab) observe(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		p.errors = append(p.errors, ev.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		p.errors = append(p.errors, string(ev.Type))
	case *log.EventEntryAdded:
		p.errors = append(p.errors, ev.Entry.Text)
	}
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p, actions...))
}

func (p *tab) media(m emulation.SetEmulatedMediaParams) {
	p.t.Helper()
	_, err := chromedp.Call(p, emulation.SetEmulatedMedia, m)
	require.NoError(p.t, err)
}

func (p *tab) run(js string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](js))
}

// is checks what an expression comes to.
func (p *tab) is(want any, js string) {
	p.t.Helper()
	assert.EqualValues(p.t, want, value[any](p, js), js)
}

// value is what an expression comes to.
func value[T any](p *tab, js string) T {
	p.t.Helper()
	v, err := chromedp.Run(p, chromedp.Evaluate[T](js))
	require.NoError(p.t, err)
	return v
}

// until waits for an expression to be true.
func (p *tab) until(js string) {
	p.t.Helper()
	p.do(chromedp.Poll[chromedp.Void](js, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(time.Minute)))
}

// shot keeps a picture of what is seen, if they are asked for.
func (p *tab) shot(name string) {
	if *shots == "" {
		return
	}
	p.do(chromedp.Evaluate[chromedp.Void](`new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))`, chromedp.EvalAwaitPromise))
	p.still(name)
}

// still is a shot where no script of the page's may run.
func (p *tab) still(name string) {
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(p, chromedp.CaptureScreenshot())
	require.NoError(p.t, err)
	require.NoError(p.t, os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o600))
}

// quiet checks that the console has no errors.
func (p *tab) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	assert.Empty(p.t, p.errors, "console")
}

const unfoldAll = `for (const d of document.querySelectorAll("details")) d.open = true`

const narrow = `document.documentElement.scrollWidth <= innerWidth`

func TestFitsTheWindow(t *testing.T) {
	for _, width := range []int{1280, 400} {
		for _, dark := range []bool{false, true} {
			name := fmt.Sprintf("%d-%s", width, either(dark, "dark", "light"))
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := open(t, sample(), width, dark, "")
				p.is(true, narrow)
				p.is(true, `document.querySelector(".t.bad").open`)
				p.shot(name + "-opened")
				p.run(unfoldAll)
				p.is(true, narrow)
				p.shot(name + "-all")
				p.is(dark, `getComputedStyle(document.body).backgroundColor.match(/\d+/g)[0] < 100`)
				p.quiet()
			})
		}
	}
}

// contrastJS gives the texts that are hard to read on what is behind them.
const contrastJS = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = c => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126*r + .7152*g + .0722*b; };
  const behind = e => {
    if (!e) return [255, 255, 255];
    const c = rgba(getComputedStyle(e).backgroundColor), a = c[3] / 255;
    if (a === 1) return c;
    const below = behind(e.parentElement);
    return below.map((v, i) => i < 3 ? c[i]*a + v*(1 - a) : v);
  };
  const poor = new Set();
  for (const e of document.querySelectorAll("body *")) {
    if (e.closest("svg") || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
    const a = light(rgba(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.add(e.tagName + "." + e.className + " " + ratio.toFixed(2));
  }
  for (const e of document.querySelectorAll("svg text, svg .cut")) {
    const box = e.closest("svg").querySelector(":scope > rect:first-of-type:has(+ foreignObject)"), style = getComputedStyle(e);
    let back = behind(e.closest("div"));
    if (box) { const c = getComputedStyle(box), f = c.fill === "none" ? null : rgba(c.fill), o = +c.fillOpacity; if (f) back = back.map((v, i) => i < 3 ? f[i]*o + v*(1 - o) : v); }
    const a = light(rgba(e.matches("text") ? style.fill : style.color)), b = light(back);
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.add("text in " + e.closest("svg").className.baseVal + " " + ratio.toFixed(2));
  }
  return [...poor].join("; ");
})()`

func TestCanBeRead(t *testing.T) {
	for _, dark := range []bool{false, true} {
		t.Run(either(dark, "dark", "light"), func(t *testing.T) {
			t.Parallel()
			p := open(t, sample(), 1280, dark, "")
			p.run(unfoldAll)
			p.is("", contrastJS)
		})
	}
}

const visible = `[...document.querySelectorAll(".t")].filter(t => t.checkVisibility()).length`

func TestFiltersAndSearch(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	all := len(entries(sample(), ""))
	p.is(all, visible)
	p.do(chromedp.Click(`[data-kind=flaky]`))
	p.is(1, visible)
	p.is("flaky", `document.querySelector(".t:not([hidden])").dataset.k`)
	p.is("true", `document.querySelector("[data-kind=flaky]").getAttribute("aria-pressed")`)
	p.is(fmt.Sprintf("1 of %d shown", all), `document.querySelector("[role=status]").textContent`)
	p.do(chromedp.Click(`[data-kind=skipped]`))
	p.is(2, visible)
	p.do(chromedp.KeyEvent("\x1b"))
	p.is(all, visible)
	p.do(chromedp.KeyEvent("/"), chromedp.KeyEvent("SIZES.lua size=4096"))
	p.is(1, visible)
	p.do(chromedp.KeyEvent("\x1b"))
	p.is("", `document.querySelector("[type=search]").value`)
	p.is(all, visible)
	p.quiet()
}

func TestKeyboard(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	p.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"))
	p.is(true, `document.activeElement === document.querySelectorAll(".t > summary")[1]`)
	p.is(true, `document.activeElement.matches(":focus-visible") && getComputedStyle(document.activeElement).outlineStyle === "solid"`)
	p.do(chromedp.KeyEvent("\r"))
	p.until(`!document.querySelectorAll(".t")[1].open`)
	p.do(chromedp.KeyEvent(" "))
	p.until(`document.querySelectorAll(".t")[1].open`)
	p.do(chromedp.KeyEvent("k"))
	p.is(true, `document.activeElement === document.querySelectorAll(".t > summary")[0]`)
	p.quiet()
}

func TestOpenedByItsAddress(t *testing.T) {
	p := open(t, sample(), 1280, false, "t1")
	p.until(`document.activeElement.id === "t1"`)
	p.is(true, `document.getElementById("t1").parentElement.open`)
	p.is(true, `Math.abs(document.getElementById("t1").getBoundingClientRect().top) < 200`)
	// And from its bar in the timeline.
	p.is(false, `document.getElementById("t4").parentElement.open`)
	p.run(`document.querySelector('.run a[href="#t4"]').dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}))`)
	p.until(`document.getElementById("t4").parentElement.open`)
	p.quiet()
}

func TestFoldedOutputIsShown(t *testing.T) {
	p := open(t, sample(), 1280, false, "t9")
	p.until(`document.activeElement.id === "t9"`)
	p.run(`document.querySelector("#t9 + .body .run").open = true`)
	rows := `document.querySelectorAll("#t9 + .body .run .row.out").length`
	p.is(head+tail-3, rows) // but for what is told of the run, and of its stderr and what is lost
	p.run(`document.querySelector("#t9 + .body .unfold").click()`)
	p.until(rows + " === 3000")
	p.is("000100", `[...document.querySelectorAll("#t9 + .body mark")][100].textContent`)
	p.quiet()
}

func TestOptionsAreAllThere(t *testing.T) {
	p := open(t, sample(), 1280, false, "t1")
	p.until(`document.activeElement.id === "t1"`)
	p.run(unfoldAll)
	options := `[...document.querySelectorAll("#t1 + .body .options")].pop()`
	p.is("3 options, 2 defaults", options+`.querySelector("summary").textContent`)
	p.is("port 40001, save_to_file payload copy.bin, upload_rate 2048, download_rate unlimited by default, max_peers 100 by default",
		`[...`+options+`.querySelectorAll("tr")].map(r => [...r.cells].map(c => c.textContent).join(" ")).join(", ")`)
	p.quiet()
}

func TestCopies(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	p.run(`navigator.clipboard.writeText = async t => { window.copied = t; }`)
	p.run(`document.querySelector("header .copy").click()`)
	p.until(`window.copied`)
	p.is("tlua test --jobs 3 --retries 2 tests --shuffle=4711", `window.copied`)
}

func TestBarsAreWhereTheyBelong(t *testing.T) {
	p := open(t, sample(), 1280, false, "t1")
	p.until(`document.getElementById("t1").parentElement.open`)
	// The leecher of the first test runs from 400 ms to 4990 ms of 5200 ms, and was ready after 180 ms.
	edges := func(class string) (from, to float64) {
		at := value[[]float64](p, `(() => {
			const axis = document.querySelector("#t1 + .body .axis"), box = axis.getBoundingClientRect();
			const bars = [...axis.querySelectorAll("rect.`+class+`")], b = bars[bars.length-1].getBoundingClientRect();
			return [(b.left - box.left) / box.width, (b.right - box.left) / box.width];
		})()`)
		return at[0] * 5200, at[1] * 5200
	}
	for _, bar := range []struct {
		class    string
		from, to float64
	}{{"starting", 400, 580}, {"running", 580, 4870}, {"stopping", 4870, 4990}} {
		from, to := edges(bar.class)
		assert.InDelta(t, bar.from, from, 5, bar.class)
		assert.InDelta(t, bar.to, to, 5, bar.class)
	}
	// The names stand beside their lanes.
	p.is(true, `(() => {
		const name = [...document.querySelectorAll("#t1 + .body .names text")].find(t => t.textContent.endsWith("leecher")).getBoundingClientRect();
		const bars = document.querySelectorAll("#t1 + .body .axis rect.running"), bar = bars[bars.length-1].getBoundingClientRect();
		return name.right < bar.left && Math.abs(name.top - bar.top) < 8;
	})()`)
}

func TestCursorTellsTheTime(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	p.run(`(() => {
		const axis = document.querySelector(".run .axis"), box = axis.getBoundingClientRect();
		axis.dispatchEvent(new PointerEvent("pointermove", {bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + 5}));
	})()`)
	p.is(seconds(sample().Duration/2)+" s", `document.querySelector(".now").textContent`)
}

func TestPrints(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	p.run(`for (const d of document.querySelectorAll(".t, .attempt, .run")) d.open = false`)
	pdf, err := chromedp.Run(p, chromedp.PrintToPDF(chromedp.PDFPrintBackground()))
	require.NoError(t, err)
	assert.True(t, bytes.HasPrefix(pdf, []byte("%PDF-")))
	p.is(0, `document.querySelectorAll(".first .t:not([open])").length`)
	p.is(3, `document.querySelectorAll(".first [data-k=flaky] .attempt[open]").length`)
	p.media(emulation.SetEmulatedMediaParams{Media: "print"})
	p.is(false, `document.querySelector(".tools").checkVisibility()`)
	p.is(true, `[...document.querySelectorAll(".first .failure")].every(f => f.checkVisibility())`)
	if *shots != "" {
		require.NoError(t, os.WriteFile(filepath.Join(*shots, "print.pdf"), pdf, 0o600))
	}
}

// What is packed and to be looked at is there when it is printed.
func TestPrintsWhatWasPacked(t *testing.T) {
	run := large(2000)
	p := open(t, run, 1280, false, "")
	p.until(`document.querySelectorAll(".first .t").length === document.querySelectorAll(".first .t > .body .failure").length`)
	p.is(10, `document.querySelectorAll(".first .t[open]").length`)
	p.is(true, `document.querySelector(".first h2").textContent.endsWith("; the first 10 are unfolded")`)
	p.is(true, `document.querySelectorAll("script.packed").length > 5`)
	p.quiet()
}

// jenkins serves pages so, unless it is told otherwise.
const jenkins = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"

func TestReadsWithoutStyles(t *testing.T) {
	for _, width := range []int{1280, 400} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Security-Policy", jenkins)
				assert.NoError(t, Write(w, sample(), ""))
			}))
			defer s.Close()
			address, err := url.Parse(s.URL)
			require.NoError(t, err)
			p := visit(t, *address, width, false)
			p.is("8px", `getComputedStyle(document.body).margin`) // no style is let in
			p.still(fmt.Sprintf("%d-unstyled", width))
			p.is("", `[...document.querySelectorAll("svg.icon")].filter(e => e.getBoundingClientRect().width > 46 || e.getBoundingClientRect().height > 46).map(e => e.outerHTML).join()`)
			p.is("", `[...document.querySelectorAll("svg:not(.axis)")].filter(e => e.getBoundingClientRect().width > 200 && e.closest("svg:not(svg svg)") === e).map(e => e.outerHTML.slice(0, 80)).join()`)
			// Nothing is a black block, and of a picture all kinds of things can be told apart.
			p.is("", `[...document.querySelectorAll(".axis rect")].filter(e => getComputedStyle(e).fill === "rgb(0, 0, 0)" && !e.matches(".foot")).map(e => e.outerHTML.slice(0, 80)).join()`)
			p.is(3, `new Set([..."starting running stopping".split(" ")].map(c => getComputedStyle(document.querySelector("rect." + c)).fill)).size`)
			p.is("", `[...document.querySelectorAll(".axis line, .axis path.curve")].filter(e => getComputedStyle(e).stroke === "none").map(e => e.outerHTML.slice(0, 80)).join()`)
			// Words do not run into each other.
			p.is(true, `/error\s+outside of its tests\s+tests\/broken.lua:?\s/.test(document.querySelector(".t summary").innerText + " ")`)
			p.is(false, `[...document.querySelectorAll("button, input")].some(b => b.checkVisibility())`)
			p.run(`document.querySelector("main").scrollIntoView()`)
			p.still(fmt.Sprintf("%d-unstyled-tests", width))
		})
	}
}

// The colours for pages without styles are none where there are styles.
func TestStylesDecide(t *testing.T) {
	p := open(t, sample(), 1280, true, "")
	p.run(unfoldAll)
	p.is("", `(() => {
		for (const a of ["fill", "stroke"]) for (const e of document.querySelectorAll("[" + a + "]:not([" + a + "=none])")) e.setAttribute(a, "lime");
		const lime = e => ["fill", "stroke"].some(a => getComputedStyle(e)[a] === "rgb(0, 255, 0)");
		return [...new Set([...document.querySelectorAll("svg, svg *")].filter(lime).map(e => e.outerHTML.slice(0, 60)))].slice(0, 20).join("\n");
	})()`)
}

func TestWhatIsCutOffEndsWithAnEllipsis(t *testing.T) {
	p := open(t, sample(), 1280, false, "t2")
	p.until(`document.activeElement.id === "t2"`)
	p.is(true, `[...document.querySelectorAll(".axis .cut")].some(e => e.scrollWidth > e.clientWidth)`)
	p.is("", `[...document.querySelectorAll(".axis .cut")].filter(e => getComputedStyle(e).textOverflow !== "ellipsis").map(e => e.outerHTML).join()`)
	p.is(true, `[...document.querySelectorAll(".axis .cut")].some(e => e.textContent === "ctorrent.wait_completion: 256 pieces")`)
	p.quiet()
}

// Folded attempts look so.
func TestAttemptsHaveAMarker(t *testing.T) {
	p := open(t, sample(), 1280, false, "t4")
	p.until(`document.activeElement.id === "t4"`)
	p.is(3, `[...document.querySelectorAll("#t4 + .body > .attempt > summary")].filter(s => getComputedStyle(s, "::before").content === '""').length`)
	p.is(2, `new Set([...document.querySelectorAll("#t4 + .body > .attempt")].map(a => getComputedStyle(a.firstElementChild, "::before").transform + a.open)).size`)
	p.shot("attempts")
}

func TestReadsWithoutJavaScript(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	_, err := chromedp.Call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(t, err)
	p.do(chromedp.Reload())
	html, err := chromedp.Run(p, chromedp.OuterHTML("html"))
	require.NoError(t, err)
	assert.NotContains(t, html[:200], "scripted")
	p.is(true, `[...document.querySelectorAll(".t.bad .failure, .t.bad .gantt")].filter(e => !e.checkVisibility()).length === 0`)
	p.is(false, `document.querySelector(".tools").checkVisibility()`)
	p.is(true, narrow)
}

func TestNothingOfAProgramRuns(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	p.run(unfoldAll)
	p.is(0, `document.querySelectorAll("img, iframe, object, [onerror]").length`)
	p.is(1, `[...document.scripts].filter(s => s.type === "").length`)
	p.is(0, `document.querySelectorAll('a[href^="javascript"]').length`)
	p.quiet()
}

// What is out of sight is not laid out, and there when it comes into sight.
func TestRowsAppear(t *testing.T) {
	p := open(t, sample(), 1280, false, "")
	p.run(`for (const t of document.querySelectorAll(".t")) t.open = false; scrollTo(0, 1e6)`)
	p.until(`document.querySelector(".t:last-of-type > summary > .name").checkVisibility({contentVisibilityAuto: true})`)
	p.until(`[...document.querySelectorAll(".group:last-of-type .t > summary > .name")].every(n => n.checkVisibility({contentVisibilityAuto: true}))`)
	p.shot("end")
}

// TestManyTests reports what 2000 tests cost, and checks that those that are
// packed are unpacked.
func TestManyTests(t *testing.T) {
	run := large(2000)
	var size bytes.Buffer
	begin := time.Now()
	require.NoError(t, Write(&size, run, ""))
	wrote := time.Since(begin)
	p := open(t, run, 1280, false, "")
	opened := value[float64](p, `performance.timing.loadEventEnd - performance.timing.navigationStart`)
	t.Logf("2000 tests: %.1f MB, written in %v, opened in %.0f ms", float64(size.Len())/1e6, wrote.Round(time.Millisecond), opened)
	p.is(2000, visible)
	last := `document.querySelector(".byfile:last-of-type .t:last-of-type")`
	p.is(0, last+`.querySelectorAll(".gantt").length`)
	p.run(last + `.querySelector("summary").click()`)
	p.until(last + `.open && ` + last + `.querySelectorAll(".gantt").length === 1`)
	number := last + `.querySelector(".name").textContent.match(/with (\d+) peers/)[1]` // is the line, too
	p.is(true, last+`.querySelector(".body").textContent.includes(".lua:"+`+number+`)`)
	p.do(chromedp.Click("[data-kind=timeout]"))
	p.is(20, visible)
	p.shot("large")
	p.quiet()
	assert.Less(t, size.Len(), 10_000_000)
	assert.False(t, strings.Contains(size.String(), "left out of this page"))
}
