/** The drills, scrubs and restores of a database that are queued or running. */
import { database as at, get } from "./api.js";
import { announce, el, replace } from "./dom.js";
import { ticking } from "./format.js";
import { phaseOf, progressOf } from "./progress.js";

const OFTEN = 1_000;
const SELDOM = 10_000;
const NAMES = { drill: "Drill", scrub: "Scrub", restore: "Restore" };

/** Shows the active runs, and reads them again while there are any. Checks are too short to be shown. */
export class ActiveRuns {
  #name;
  #timer;
  #closed = false;
  /** By run, its parts: only the progress is replaced, so that a link keeps the focus. */
  #entries = new Map();
  #list = el("div", {});
  element = el("section", { class: "active", "aria-label": "Running now", hidden: true }, [
    el("h2", {}, "Running now"),
    this.#list,
  ]);

  constructor(name) {
    this.#name = name;
  }

  /** Reads the runs. */
  async load() {
    clearTimeout(this.#timer);
    let delay = SELDOM;
    try {
      const runs = (await get(`${at(this.#name)}/runs`)).filter((run) => run.kind in NAMES);
      this.#show(runs);
      delay = runs.length > 0 ? OFTEN : SELDOM;
    } catch {
      this.#show([]);
    }
    if (!this.#closed) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), delay);
    }
  }

  #show(runs) {
    this.element.hidden = runs.length === 0;
    const before = this.#entries;
    this.#entries = new Map(runs.map((run) => [run.id, before.get(run.id) ?? entry(run)]));
    before.forEach(({ element }, id) => this.#entries.has(id) || element.remove());
    for (const run of runs) {
      const shown = this.#entries.get(run.id);
      if (!before.has(run.id)) {
        this.#list.append(shown.element);
      }
      replace(shown.progress, progressOf(run.kind, run));
      const phase = `${NAMES[run.kind]}: ${phaseOf(run)}`;
      if (shown.phase !== phase) {
        shown.phase = phase;
        announce(phase);
      }
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }
}

function entry(run) {
  const replica = run.replica === null ? "" : ` of ${run.replica}`;
  const node = run.node === undefined ? "" : ` on ${run.node}`;
  const title = NAMES[run.kind] + replica + node;
  const href = `#/${run.kind}s/${encodeURIComponent(run.id)}`;
  const progress = el("div", {});
  const element = el(
    "div",
    { class: "run" },
    el(
      "h3",
      {},
      run.kind === "scrub" ? title : el("a", { href }, title),
      el(
        "span",
        { class: "muted" },
        " since ",
        ticking(run.since, (passed) => passed),
      ),
    ),
    progress,
  );
  return { element, progress, phase: "" };
}
