"use strict";
(() => {
  const root = document.documentElement;
  const all = (what, where) => [...(where || document).querySelectorAll(what)];
  root.classList.add("scripted");

  async function unpacked(script) {
    const bytes = Uint8Array.from(atob(script.textContent), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const template = document.createElement("template");
    template.innerHTML = await new Response(stream).text();
    return template.content;
  }

  // Only a script can use what it adds to a part of the page.
  const button = (name, text) => Object.assign(document.createElement("button"), {type: "button", className: name, textContent: text});
  function equipped(part) {
    for (const p of all(".repeat", part)) p.append(button("copy", "copy"));
    for (const p of all(".hidden > :has(+ script)", part)) p.append(" ", button("unfold", "show"));
    return part;
  }

  // A test's details come with those of its neighbours, each for its own place.
  async function unpack(script) {
    const pack = script.classList[1];
    script.classList.remove(pack); // once, however often it is asked for
    for (const body of [...equipped(await unpacked(script)).children]) document.getElementById(body.dataset.for).after(body);
    script.remove();
  }
  async function unfold(test) {
    const script = test.dataset.pack && document.querySelector("script." + test.dataset.pack);
    if (script) await unpack(script);
    test.open = true;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const e of all(".js")) e.hidden = false;
    equipped(document);
    const tests = all(".t"), groups = all(".group"), buttons = all(".filters button");
    const search = document.querySelector("[type=search]"), shown = document.querySelector(".shown");
    const texts = new Map();
    const textOf = t => {
      if (!texts.has(t)) {
        const heading = t.closest(".group").querySelector("h2").firstChild.data;
        texts.set(t, (t.firstElementChild.textContent + " " + heading).toLowerCase());
      }
      return texts.get(t);
    };

    function filter() {
      const kinds = buttons.filter(b => b.getAttribute("aria-pressed") === "true").map(b => b.dataset.kind);
      const words = search.value.toLowerCase().split(/\s+/).filter(w => w);
      let n = 0;
      for (const t of tests) {
        const mine = t.dataset.k.split(" ");
        t.hidden = kinds.length > 0 && !kinds.some(k => mine.includes(k)) || !words.every(w => textOf(t).includes(w));
        n += !t.hidden;
      }
      for (const g of groups) g.hidden = !g.querySelector(".t:not([hidden])");
      shown.textContent = n === tests.length ? "" : `${n} of ${tests.length} shown`;
    }
    function reset() {
      search.value = "";
      for (const b of buttons) b.setAttribute("aria-pressed", "false");
      filter();
    }
    for (const b of buttons) b.addEventListener("click", () => {
      b.setAttribute("aria-pressed", String(b.getAttribute("aria-pressed") !== "true"));
      filter();
    });
    search.addEventListener("input", filter);

    // A test is unfolded by its address, too; the browser itself goes there.
    async function visit() {
      const head = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!head || !head.matches(".t > summary")) return;
      if (head.parentElement.hidden) reset();
      await unfold(head.parentElement);
      head.scrollIntoView();
      head.focus({preventScroll: true});
    }
    addEventListener("hashchange", visit);
    visit();

    for (const t of tests) t.addEventListener("toggle", () => { if (t.open) unfold(t); });

    document.addEventListener("click", async e => {
      const b = e.target.closest("button, .plot a");
      if (!b) return;
      if (b.matches(".copy")) {
        await navigator.clipboard.writeText(b.previousElementSibling.textContent);
        b.textContent = "copied";
        setTimeout(() => { b.textContent = "copy"; }, 1500);
      } else if (b.matches(".unfold")) {
        const script = b.closest(".hidden").querySelector("script");
        b.parentElement.remove();
        script.replaceWith(equipped(await unpacked(script)));
      } else if (b.matches("a") && b.getAttribute("href") === location.hash) visit();
    });

    function move(by) {
      const heads = tests.filter(t => !t.hidden).map(t => t.firstElementChild);
      if (!heads.length) return;
      const now = document.activeElement.closest(".t");
      let i = now ? heads.indexOf(now.firstElementChild) + by : by > 0 ? 0 : heads.length - 1;
      i = Math.max(0, Math.min(heads.length - 1, i));
      heads[i].focus();
      heads[i].scrollIntoView({block: "nearest"});
    }
    addEventListener("keydown", e => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === "Escape") {
        reset();
        search.blur();
      } else if (e.target.matches("input")) {
        return;
      } else if (e.key === "j") move(1);
      else if (e.key === "k") move(-1);
      else if (e.key === "/") {
        e.preventDefault();
        search.focus();
        search.select();
      }
    });

    // What is to be looked at is printed, and there is no time to unpack it then.
    addEventListener("beforeprint", () => { for (const d of all(".first .t, .first .run, .first .attempt")) d.open = true; });
    const idle = window.requestIdleCallback || setTimeout;
    idle(async function next() {
      const script = document.querySelector("script.first");
      if (script) await unpack(script).then(() => idle(next));
    });

    // The moment below the pointer, in all that shares its axis.
    const svg = (name, attrs) => {
      const e = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const a in attrs) e.setAttribute(a, attrs[a]);
      return e;
    };
    const line = svg("line", {class: "cursor", y1: 16, y2: "100%"}), now = svg("text", {class: "now", y: 12});
    document.addEventListener("pointermove", e => {
      const axis = e.target.closest && e.target.closest(".axis[data-width]");
      if (!axis) {
        line.remove();
        now.remove();
        return;
      }
      const box = axis.getBoundingClientRect(), at = (e.clientX - box.left) / box.width;
      for (const a of ["x1", "x2"]) line.setAttribute(a, 100 * at + "%");
      now.setAttribute("x", 100 * at + "%");
      now.setAttribute("text-anchor", at < .1 ? "start" : at > .9 ? "end" : "middle");
      now.textContent = (at * axis.dataset.width / 1e6).toFixed(3) + " s";
      if (line.parentNode !== axis) axis.append(line, now);
    });
  });
})();
