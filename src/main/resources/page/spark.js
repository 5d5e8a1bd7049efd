/** Draws sparklines: small lines without axes, with their meaning as text for screen readers. */
import { svg } from "./dom.js";
import { duration } from "./format.js";

const WIDTH = 92;
const HEIGHT = 26;

function frame(label, ...children) {
  return svg(
    "svg",
    {
      class: "spark",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      role: "img",
      "aria-label": label,
    },
    ...children,
  );
}

/** Draws the lag of a week; unknown values leave the line open. */
export function lagSpark(values, limit) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) {
    return frame("Lag: not measured");
  }
  const most = Math.max(...known, 1);
  const step = WIDTH / Math.max(1, values.length - 1);
  const y = (value) => HEIGHT - 3 - (value / most) * (HEIGHT - 6);
  let path = "";
  let open = false;
  values.forEach((value, index) => {
    if (value === null) {
      open = false;
    } else {
      path += `${open ? "L" : "M"}${(index * step).toFixed(1)} ${y(value).toFixed(1)}`;
      path += open ? "" : "h0.1";
      open = true;
    }
  });
  const over = limit !== null && limit !== undefined && most > limit;
  return frame(
    `Lag in the last 7 days: at most ${duration(Math.max(...known))}, last ${duration(known.at(-1))}`,
    over && svg("line", { class: "limit", x1: 0, x2: WIDTH, y1: y(limit), y2: y(limit) }),
    svg("path", { class: over ? "line over" : "line", d: path }),
  );
}

/** Draws the durations of the last drills as bars; a failed drill is marked by its shape too. */
export function drillSpark(drills) {
  if (drills.length === 0) {
    return frame("No drill yet");
  }
  const most = Math.max(...drills.map((drill) => drill.seconds), 0.001);
  const step = WIDTH / 12;
  const bars = drills.map((drill, index) => {
    const height = Math.max(3, (drill.seconds / most) * (HEIGHT - 4));
    const x = index * step + 1;
    return drill.outcome === "passed"
      ? svg("rect", { class: "passed", x, y: HEIGHT - height, width: step - 2, height })
      : svg("path", {
          class: drill.outcome,
          d: `M${x} ${HEIGHT - 1}L${x + step - 2} ${HEIGHT - step + 1}M${x} ${HEIGHT - step + 1}L${x + step - 2} ${HEIGHT - 1}`,
        });
  });
  const failed = drills.filter((drill) => drill.outcome === "failed").length;
  const last = drills.at(-1);
  return frame(
    `Last ${drills.length} drills: ${failed} failed; the last ${last.outcome} in ${duration(last.seconds)}`,
    ...bars,
  );
}
