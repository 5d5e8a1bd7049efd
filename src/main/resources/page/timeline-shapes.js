/** The shapes of the time line, and the same content as a table. */
import { el, svg } from "./dom.js";
import { duration, local, millis, moment, number } from "./format.js";

/** The height of the drawing, in pixels. */
export const HEIGHT = 178;
/** The upper edges of its lanes. */
export const LANES = { retention: 22, points: 48, snapshots: 96, drills: 124, axis: 150 };
const STEPS = [1, 5, 15, 60, 300, 900, 3600, 10800, 21600, 43200, 86400, 172800, 604800, 2592000, 31536000];
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const SECONDS = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const DAY = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });

/** Returns the patterns that fill gaps and listed points. */
export function patterns() {
  const stripes = (id) =>
    svg(
      "pattern",
      { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { width: 7, height: 7, class: `${id}-back` }),
      svg("rect", { width: 3, height: 7, class: `${id}-front` }),
    );
  return svg("defs", {}, stripes("stripes-gap"), stripes("stripes-listed"));
}

/** Returns the ticks, in the zone of the reader. */
export function axis(from, to, x, width) {
  const most = Math.max(2, Math.floor(width / 90));
  const step = (STEPS.find((size) => (to - from) / 1000 / size <= most) ?? STEPS.at(-1)) * 1000;
  const zone = new Date(from).getTimezoneOffset() * 60_000;
  const ticks = [];
  for (let time = Math.ceil((from - zone) / step) * step + zone; time < to; time += step) {
    const day = step >= 86_400_000 || CLOCK.format(time) === "00:00";
    const text = day ? DAY.format(time) : (step < 60_000 ? SECONDS : CLOCK).format(time);
    ticks.push(
      svg("line", { class: "tick", x1: x(time), x2: x(time), y1: LANES.retention, y2: LANES.axis + 5 }),
      svg("text", { class: "tick", x: x(time), y: LANES.axis + 20 }, text),
    );
  }
  return ticks;
}

/** Marks the retention that is promised. */
export function retention({ retention: promised }, x) {
  if (promised === null || promised === undefined) {
    return undefined;
  }
  const start = x(Date.now() - promised * 1000);
  const end = x(Date.now());
  return svg(
    "g",
    { class: "retention" },
    svg("title", {}, `Promised retention: ${duration(promised)}`),
    svg("path", { d: `M${start} ${LANES.retention + 14}v-6H${end}v6` }),
    end - Math.max(start, 0) > 130 &&
      svg("text", { x: Math.max(start, 0) + 5, y: LANES.retention + 4 }, `promised: ${duration(promised)}`),
  );
}

/** Returns how many recovery points of these spans are proved, in words. */
export function provedCount(spans) {
  const points = spans.reduce((sum, span) => sum + span.points, 0);
  const proved = spans.reduce((sum, span) => sum + span.proved_points, 0);
  return `${number(proved)} of ${number(points)} recovery points proved${proved < points ? ", the others only listed" : ""}`;
}

/**
 * Returns whether the point at a position is proved: its files were read, and a drill of its snapshot passed. Its time
 * would not do: several points can have one time.
 */
export function isProved(spans, position) {
  const place = inOrder(position);
  return spans.some((span) =>
    span.proved_ranges.some(
      (range) => inOrder(range.from_position) <= place && place <= inOrder(range.to_position),
    ),
  );
}

/**
 * Returns a position as a text that sorts in the order of replay. A TXID does already; the decimal offset of
 * GENERATION/INDEX:OFFSET gets 20 digits.
 */
function inOrder(position) {
  return position.replace(/:\d+$/, (offset) => `:${offset.slice(1).padStart(20, "0")}`);
}

/** Draws a span: solid from the first to the last point of each proved range, striped where points are only listed. */
export function drawnSpan(span, x) {
  const [from, to] = [x(millis(span.from)), x(millis(span.to))];
  const rectangle = (start, end, kind) =>
    svg("rect", {
      class: kind,
      x: start,
      y: LANES.points,
      width: Math.max(2, end - start),
      height: 34,
      rx: 2,
    });
  return svg(
    "g",
    { class: "span" },
    svg("title", {}, `${local(span.from)} to ${local(span.to)}: ${provedCount([span])}`),
    rectangle(from, to, "listed"),
    span.proved_ranges.map((range) => rectangle(x(millis(range.from)), x(millis(range.to)), "proved")),
  );
}

/** Draws a gap. */
export function drawnGap(gap, x, from) {
  const start = gap.after === null ? x(from) : x(millis(gap.after));
  const end = x(millis(gap.before));
  return svg(
    "g",
    { class: "gap" },
    svg("title", {}, `Gap, missing: ${gap.missing}`),
    svg("rect", { x: start, y: LANES.points - 6, width: Math.max(4, end - start), height: 46 }),
    end - start > 34 && svg("text", { x: (start + end) / 2, y: LANES.points + 21 }, "gap"),
  );
}

/** Marks what retention removes next: the points that need the oldest snapshot. */
export function expiring(window, x) {
  const [first] = window.spans;
  const next = window.snapshots[1];
  if (first === undefined || next === undefined || millis(next.time) <= millis(first.from)) {
    return undefined;
  }
  const [start, end] = [x(millis(first.from)), x(millis(next.time))];
  return svg(
    "g",
    { class: "expiring" },
    svg("title", {}, `Expires next: everything before ${local(next.time)}`),
    svg("path", { d: `M${start} ${LANES.points + 38}v5H${end}v-5` }),
    end - start > 90 && svg("text", { x: start + 3, y: LANES.points + 56 }, "expires next"),
  );
}

/** Draws a snapshot. */
export function diamond(at, snapshot) {
  const y = LANES.snapshots + 10;
  return svg(
    "g",
    { class: "snapshot" },
    svg("title", {}, `Snapshot of ${local(snapshot.time)}`),
    svg("path", { d: `M${at} ${y - 6}l6 6l-6 6l-6-6z` }),
  );
}

/** Draws a drill at the point that it restored; one that restored nothing, at its own time. */
export function drawnDrill(drill, x) {
  const at = x(millis(drill.recovery_point ?? drill.started_at));
  const y = LANES.drills + 8;
  const shapes = {
    passed: `M${at - 6} ${y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0`,
    failed: `M${at - 6} ${y - 6}h12v12h-12z`,
    inconclusive: `M${at} ${y - 6}l6 11h-12z`,
  };
  return svg(
    "g",
    { class: `drill ${drill.outcome}` },
    svg("title", {}, `Drill of ${local(drill.started_at)}: ${drill.outcome}`),
    svg("path", { d: shapes[drill.outcome] }),
  );
}

/** Explains the shapes. */
export function legend() {
  const entry = (name, text) =>
    el("li", {}, el("span", { class: `key ${name}`, "aria-hidden": "true" }), text);
  return el(
    "ul",
    { class: "legend" },
    entry("proved", "proved: read, and a drill passed"),
    entry("listed", "only listed"),
    entry("gap", "gap: cannot be restored"),
    entry("snapshot", "snapshot"),
    entry("passed", "drill passed"),
    entry("failed", "drill failed"),
  );
}

/** Returns the spans and gaps as a table, for those who cannot see the drawing. */
export function windowTable(window) {
  const rows = [
    ...window.spans.map((span) => ({
      at: millis(span.from),
      cells: [
        "recovery points",
        moment(span.from),
        moment(span.to),
        [
          `${provedCount([span])}; largest step ${duration(span.largest_step_seconds)}`,
          span.proved_ranges.map((range) =>
            el("div", {}, `${number(range.points)} proved: `, moment(range.from), " to ", moment(range.to)),
          ),
        ],
      ],
    })),
    ...window.gaps.map((gap) => ({
      at: millis(gap.after ?? gap.before),
      cells: [
        "gap",
        gap.after === null ? "the beginning" : moment(gap.after),
        moment(gap.before),
        gap.missing,
      ],
    })),
  ].sort((a, b) => a.at - b.at);
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Spans and gaps" },
    el(
      "table",
      { class: "plain" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["What", "From", "To", "Details"].map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map(({ cells }) =>
          el(
            "tr",
            {},
            cells.map((cell) => el("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}
