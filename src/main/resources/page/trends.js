/** Plots lag, restore time by phase and size over time, with the promises beside them. */
import uPlot from "./uplot.js";
import { database as at, get } from "./api.js";
import { el, problem, replace } from "./dom.js";
import { bytes, duration, local, millis } from "./format.js";

const HEIGHT = 170;
const PERIODS = [
  [24, "Day"],
  [168, "Week"],
  [720, "30 days"],
];

/** Returns the colour that the style sheet gives a name, in the current colour scheme. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function options({ title, format, series }, width, period) {
  const axis = {
    stroke: colour("muted"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { stroke: colour("line") },
  };
  return {
    title,
    width,
    height: HEIGHT,
    cursor: { drag: { x: true, y: false } },
    legend: { live: true },
    scales: { x: { range: () => period }, y: { range: (plot, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [axis, { ...axis, size: 70, values: (plot, values) => values.map((value) => format(value)) }],
    series: [
      { value: (plot, value) => (value === null ? "" : local(value * 1000)) },
      ...series.map((each) => ({
        width: 2,
        spanGaps: false,
        points: { size: 5 },
        value: (plot, value) => (value === null || value === undefined ? "–" : format(value)),
        ...each,
        stroke: colour(each.stroke),
      })),
    ],
  };
}

function promise(times, seconds) {
  return times.map(() => seconds);
}

/** Shows the plots of a database. */
export class Trends {
  #name;
  #hours = 168;
  #plots = [];
  #data = [];
  #period;
  #objectives;
  #area = el("div", { class: "plots" });
  #choice = el("div", { class: "filters", role: "group", "aria-label": "Period" });
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #redraw = () => this.#draw();
  #resize = new ResizeObserver(() => this.#fit());

  constructor(name) {
    this.#name = name;
    this.element = el("div", {}, this.#choice, this.#area);
    this.#scheme.addEventListener("change", this.#redraw);
    this.#resize.observe(this.#area);
    this.#showChoice();
  }

  #showChoice() {
    replace(
      this.#choice,
      PERIODS.map(([hours, text]) =>
        el(
          "button",
          {
            type: "button",
            "aria-pressed": String(hours === this.#hours),
            onclick: () => this.#choose(hours),
          },
          text,
        ),
      ),
    );
  }

  #choose(hours) {
    this.#hours = hours;
    this.#showChoice();
    this.#choice.querySelector("[aria-pressed=true]").focus();
    this.load(this.#objectives);
  }

  /** Reads the data again. */
  async load(objectives) {
    this.#objectives = objectives;
    try {
      const [trend, drills] = await Promise.all([
        get(`${at(this.#name)}/trend?hours=${this.#hours}`),
        get(`${at(this.#name)}/drills?limit=500`),
      ]);
      const since = millis(trend.since);
      this.#period = [since / 1000, Date.now() / 1000];
      const recent = drills.filter((drill) => millis(drill.started_at) >= since).reverse();
      this.#data = [this.#lag(trend), this.#phases(recent), this.#size(trend, recent)].filter(
        ({ columns }) => columns[0].length > 0,
      );
      this.#draw();
    } catch (error) {
      replace(this.#area, problem(error));
    }
  }

  #lag(trend) {
    const points = trend.replicas[0].points;
    const times = points.map((point) => millis(point.at) / 1000);
    return {
      title: "Lag",
      format: duration,
      series: [
        { label: "lag", stroke: "accent" },
        { label: "promised (RPO)", stroke: "critical", dash: [6, 4], points: { show: false } },
      ],
      columns: [times, points.map((point) => point.lag_seconds), promise(times, this.#objectives.rpo)],
    };
  }

  #phases(drills) {
    const done = drills.filter((drill) => drill.outcome === "passed");
    const times = done.map((drill) => millis(drill.started_at) / 1000);
    const sum = (drill, ...phases) => phases.reduce((total, phase) => total + drill.seconds[phase], 0);
    const { rto } = this.#objectives;
    return {
      title: "Restore time of passed drills, by phase",
      format: duration,
      series: [
        { label: "plan", stroke: "muted" },
        { label: "+ restore", stroke: "accent" },
        { label: "+ verify", stroke: "ok" },
        ...(rto === null
          ? []
          : [{ label: "promised (RTO)", stroke: "critical", dash: [6, 4], points: { show: false } }]),
      ],
      columns: [
        times,
        done.map((drill) => sum(drill, "plan")),
        done.map((drill) => sum(drill, "plan", "restore")),
        done.map((drill) => sum(drill, "plan", "restore", "verify")),
        ...(rto === null ? [] : [promise(times, rto)]),
      ],
    };
  }

  #size(trend, drills) {
    const checked = trend.replicas[0].points.map((point) => [millis(point.at) / 1000, point.bytes, null]);
    const restored = drills
      .filter((drill) => drill.database_bytes !== null)
      .map((drill) => [millis(drill.started_at) / 1000, null, drill.database_bytes]);
    const rows = [...checked, ...restored].sort((a, b) => a[0] - b[0]);
    // by default, single values of a series with gaps are not drawn
    const points = { show: rows.length < 100, size: 5 };
    return {
      title: "Size",
      format: bytes,
      series: [
        { label: "replica", stroke: "accent", spanGaps: true, points },
        { label: "database", stroke: "ok", spanGaps: true, points },
      ],
      columns: [0, 1, 2].map((column) => rows.map((row) => row[column])),
    };
  }

  #draw() {
    this.#plots.forEach((plot) => plot.destroy());
    const places = this.#data.map(({ title, format, columns }) => {
      const last = columns[1].findLast((value) => value !== null);
      const summary = `${title}: ${columns[0].length} values, the last ${format(last ?? null)}`;
      return el("figure", { class: "plot", role: "img", "aria-label": summary });
    });
    replace(this.#area, places);
    this.#plots = this.#data.map(
      (data, index) =>
        new uPlot(options(data, places[index].clientWidth, this.#period), data.columns, places[index]),
    );
    if (this.#plots.length === 0) {
      replace(this.#area, el("p", { class: "muted" }, "No results in this period."));
    }
  }

  #fit() {
    for (const plot of this.#plots) {
      const width = plot.root.parentElement?.clientWidth;
      if (width && width !== plot.width) {
        plot.setSize({ width, height: HEIGHT });
      }
    }
  }

  close() {
    this.#scheme.removeEventListener("change", this.#redraw);
    this.#resize.disconnect();
    this.#plots.forEach((plot) => plot.destroy());
  }
}
