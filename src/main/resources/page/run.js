/** One restore or drill: its progress while it runs, then its result. */
import { cancel, get } from "./api.js";
import { announce, el, facts, problem, replace } from "./dom.js";
import { badge, bytes, duration, number } from "./format.js";
import { runDetails } from "./runs.js";

const INTERVAL = 1_000;
const PHASES = ["queued", "planning", "before", "restoring", "verifying", "swapping", "after"];
/** From here on the live database changes, and a restore cannot be cancelled. */
const SWAP = PHASES.indexOf("swapping");

class RunView {
  #app;
  #path;
  #title;
  #head = el("div", {});
  #progress = el("div", { class: "progress" });
  #note = el("div", { role: "status" });
  #timer;
  #phase;
  #closed = false;

  constructor(app, main, kind, id) {
    this.#app = app;
    this.#path = `/${kind}/${encodeURIComponent(id)}`;
    this.#title = kind === "restores" ? "Restore" : "Drill";
    replace(main, this.#head, this.#progress, this.#note);
    this.load();
  }

  async load() {
    clearTimeout(this.#timer);
    try {
      const run = await get(this.#path);
      if (this.#closed) {
        return;
      }
      this.#show(run);
      if (run.state === "running") {
        this.#timer = setTimeout(() => this.load(), INTERVAL);
      }
    } catch (error) {
      replace(this.#note, problem(error));
      if (error.status === 0 && !this.#closed) {
        this.#timer = setTimeout(() => this.load(), INTERVAL * 3);
      }
    }
  }

  #show(run) {
    const outcome = run.state === "running" ? "running" : (run.result?.outcome ?? "inconclusive");
    replace(
      this.#head,
      el("p", {}, el("a", { href: `#/database/${encodeURIComponent(run.database)}` }, `← ${run.database}`)),
      el("div", { class: "title" }, el("h1", {}, `${this.#title} of ${run.database}`), badge(outcome)),
    );
    if (run.state === "running") {
      this.#running(run);
    } else {
      announce(`${this.#title} ended: ${outcome}`);
      replace(
        this.#progress,
        run.result === null
          ? el("p", {}, "It ended without a result. The log of the daemon has the cause.")
          : runDetails(run.result),
      );
    }
  }

  #running(run) {
    const now = PHASES.indexOf(run.phase);
    if (run.phase !== this.#phase) {
      this.#phase = run.phase;
      announce(`Phase: ${run.phase}`);
    }
    if (run.phase === undefined) {
      replace(this.#progress, el("p", {}, "The drill waits or runs. Its result will appear here."));
      return;
    }
    replace(
      this.#progress,
      el(
        "ol",
        { class: "phases" },
        PHASES.map((phase, index) =>
          el(
            "li",
            {
              class: index < now ? "past" : index === now ? "now" : "",
              "aria-current": index === now ? "step" : undefined,
            },
            phase,
          ),
        ),
      ),
      run.bytes_total !== null &&
        el("progress", {
          max: Math.max(1, run.bytes_total),
          value: run.bytes,
          "aria-label": "Bytes of the replica read",
        }),
      facts([
        ["Read", `${bytes(run.bytes)}${run.bytes_total === null ? "" : ` of ${bytes(run.bytes_total)}`}`],
        ["Pages written", number(run.pages)],
        ["Time left", run.seconds_left === null ? "unknown" : `about ${duration(run.seconds_left)}`],
      ]),
      this.#app.may("restorer") &&
        now < SWAP &&
        el(
          "button",
          { type: "button", class: "danger", onclick: () => this.#cancel() },
          "Cancel the restore",
        ),
    );
  }

  async #cancel() {
    try {
      await cancel(this.#path);
      replace(this.#note, "The restore is being cancelled.");
      this.load();
    } catch (error) {
      replace(this.#note, problem(error));
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }
}

function view(kind) {
  return (app, main, id) => {
    const run = new RunView(app, main, kind, id);
    return {
      event: ({ data }) => data.id === id && run.load(),
      connected: () => run.load(),
      close: () => run.close(),
    };
  };
}

/** Opens the view of a restore. */
export const restoreRunView = view("restores");

/** Opens the view of a drill. */
export const drillView = view("drills");
