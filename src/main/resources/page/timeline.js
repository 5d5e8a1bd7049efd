/** Draws the window of a database as a time line on which a point can be picked and zoomed to. */
import { el, replace, svg } from "./dom.js";
import { local, millis, utc } from "./format.js";
import {
  axis,
  diamond,
  drawnDrill,
  drawnGap,
  drawnSpan,
  expiring,
  HEIGHT,
  LANES,
  legend,
  patterns,
  retention,
} from "./timeline-shapes.js";

/** A time line; fires "pick" with the picked time: milliseconds, or the exact text of a recovery point. */
export class Timeline extends EventTarget {
  #data = { window: { spans: [], gaps: [], snapshots: [] }, drills: [], retention: null };
  #from;
  #to;
  #picked;
  #drawing = svg("svg", { class: "timeline", height: HEIGHT });
  #slider = el("div", {
    class: "timeline-frame",
    tabindex: 0,
    role: "slider",
    "aria-label": "Point to restore. Arrow keys move it, plus and minus zoom.",
    "aria-orientation": "horizontal",
  });
  #resize = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    this.#slider.append(this.#drawing);
    this.#slider.addEventListener("click", (event) => this.#click(event));
    this.#slider.addEventListener("keydown", (event) => this.#key(event));
    this.#slider.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#resize.observe(this.#slider);
    this.element = el(
      "div",
      {},
      el(
        "div",
        { class: "buttons zoom" },
        this.#button("Zoom in", () => this.#zoom(0.5)),
        this.#button("Zoom out", () => this.#zoom(2)),
        this.#button("Earlier", () => this.#pan(-0.5)),
        this.#button("Later", () => this.#pan(0.5)),
        this.#button("All", () => this.#all()),
      ),
      this.#slider,
      legend(),
    );
  }

  #button(text, onclick) {
    return el("button", { type: "button", onclick }, text);
  }

  /** Shows a window and the drills in it. */
  show(data) {
    this.#data = data;
    if (this.#from === undefined) {
      this.#all();
    } else {
      this.#draw();
    }
  }

  /** Marks a time as picked. */
  pick(time) {
    this.#picked = time;
    if (time < this.#from || time > this.#to) {
      const half = (this.#to - this.#from) / 2;
      this.#from = time - half;
      this.#to = time + half;
    }
    this.#draw();
  }

  close() {
    this.#resize.disconnect();
  }

  #limits() {
    const { spans, gaps } = this.#data.window;
    const times = [
      ...spans.flatMap((span) => [span.from, span.to]),
      ...gaps.flatMap((gap) => [gap.after, gap.before]),
    ];
    const known = times.map(millis).filter((time) => time !== undefined);
    const now = Date.now();
    const first = Math.min(...known, now - 600_000);
    return [first - (now - first) * 0.02, now + (now - first) * 0.02];
  }

  #all() {
    [this.#from, this.#to] = this.#limits();
    this.#draw();
  }

  #zoom(factor, around = this.#picked) {
    const middle = around >= this.#from && around <= this.#to ? around : (this.#from + this.#to) / 2;
    const least = 10_000 / (this.#to - this.#from);
    const by = Math.max(factor, least);
    this.#from = middle - (middle - this.#from) * by;
    this.#to = middle + (this.#to - middle) * by;
    this.#draw();
  }

  #pan(part) {
    const by = (this.#to - this.#from) * part;
    this.#from += by;
    this.#to += by;
    this.#draw();
  }

  #timeAt(event) {
    const box = this.#slider.getBoundingClientRect();
    return this.#from + ((event.clientX - box.left) / box.width) * (this.#to - this.#from);
  }

  /** Picks the time, or the end of a span that is drawn there: a short one is drawn wider than it is. */
  #click(event) {
    const time = this.#timeAt(event);
    const { spans } = this.#data.window;
    const within = spans.some((span) => millis(span.from) <= time && time <= millis(span.to));
    const end = within ? undefined : this.#endNear(time);
    if (end === undefined) {
      this.#choose(time);
    } else {
      this.#choosePoint(end);
    }
  }

  /** Returns the end of a span that is at most three pixels from a time, the nearest one. */
  #endNear(time) {
    const reach = (3 / this.#slider.clientWidth) * (this.#to - this.#from);
    const distance = (end) => Math.abs(millis(end) - time);
    return this.#data.window.spans
      .flatMap((span) => [span.from, span.to])
      .filter((end) => distance(end) <= reach)
      .sort((a, b) => distance(a) - distance(b))
      .at(0);
  }

  #choose(time, exact) {
    if (this.#from === undefined) {
      return;
    }
    this.#picked = Math.min(Math.max(time, this.#limits()[0]), Date.now());
    this.#draw();
    this.dispatchEvent(new CustomEvent("pick", { detail: exact ?? this.#picked }));
  }

  /** Picks the time of a recovery point as written: it can have more digits than a number of milliseconds. */
  #choosePoint(time) {
    if (time !== undefined) {
      this.#choose(millis(time), time);
    }
  }

  #wheel(event) {
    if (event.ctrlKey || event.shiftKey) {
      event.preventDefault();
      this.#zoom(event.deltaY + event.deltaX < 0 ? 0.8 : 1.25, this.#timeAt(event));
    }
  }

  #key(event) {
    const step = (this.#to - this.#from) / (event.shiftKey ? 20 : 200);
    const now = this.#picked ?? Date.now();
    const { spans } = this.#data.window;
    const actions = {
      ArrowLeft: () => this.#choose(now - step),
      ArrowDown: () => this.#choose(now - step),
      ArrowRight: () => this.#choose(now + step),
      ArrowUp: () => this.#choose(now + step),
      PageUp: () => this.#choose(now + 10 * step),
      PageDown: () => this.#choose(now - 10 * step),
      Home: () => this.#choosePoint(spans.at(0)?.from),
      End: () => this.#choosePoint(spans.at(-1)?.to),
      "+": () => this.#zoom(0.5),
      "-": () => this.#zoom(2),
    };
    if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  #draw() {
    const width = this.#slider.clientWidth;
    if (width === 0 || this.#from === undefined) {
      return;
    }
    const x = (time) =>
      Math.min(Math.max(((time - this.#from) / (this.#to - this.#from)) * width, -50), width + 50);
    this.#drawing.setAttribute("width", width);
    replace(
      this.#drawing,
      patterns(),
      axis(this.#from, this.#to, x, width),
      retention(this.#data, x),
      this.#data.window.spans.map((span) => drawnSpan(span, x)),
      expiring(this.#data.window, x),
      this.#data.window.gaps.map((gap) => drawnGap(gap, x, this.#from)),
      this.#data.window.snapshots.map((snapshot) => diamond(x(millis(snapshot.time)), snapshot)),
      // the newest last, over older drills of the same point
      [...this.#data.drills].reverse().map((drill) => drawnDrill(drill, x)),
      this.#cursor(x),
    );
    this.#describe();
  }

  #cursor(x) {
    if (this.#picked === undefined) {
      return undefined;
    }
    const at = x(this.#picked);
    return svg(
      "g",
      { class: "cursor" },
      svg("line", { x1: at, x2: at, y1: 8, y2: LANES.axis }),
      svg("path", { d: `M${at - 6} 4h12l-6 8z` }),
    );
  }

  #describe() {
    const time = this.#picked ?? Date.now();
    this.#slider.setAttribute("aria-valuemin", Math.round(this.#from / 1000));
    this.#slider.setAttribute("aria-valuemax", Math.round(this.#to / 1000));
    this.#slider.setAttribute("aria-valuenow", Math.round(time / 1000));
    const text = this.#picked === undefined ? "no point picked" : `${local(time)}, ${utc(time)}`;
    this.#slider.setAttribute("aria-valuetext", text);
  }
}
