/** One restore or drill: its progress while it runs, then its result. */
import { cancel, get } from "./api.js";
import { announce, el, problem, replace } from "./dom.js";
import { badge } from "./format.js";
import { beforeSwap, phaseOf, progressOf } from "./progress.js";
import { runDetails } from "./runs.js";

const INTERVAL = 1_000;

class RunView {
  #app;
  #path;
  #kind;
  #head = el("div", {});
  #progress = el("div", { class: "progress" });
  /** Stays while the progress is replaced: otherwise it would lose the focus, and a click. */
  #button = el(
    "button",
    { type: "button", class: "danger", hidden: true, onclick: () => this.#cancel() },
    "Cancel the restore",
  );
  #note = el("div", { role: "status" });
  #timer;
  #phase;
  #closed = false;

  constructor(app, main, kind, id) {
    this.#app = app;
    this.#path = `/${kind}/${encodeURIComponent(id)}`;
    this.#kind = kind === "restores" ? "restore" : "drill";
    replace(main, this.#head, this.#progress, this.#button, this.#note);
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
    const title = this.#kind === "restore" ? "Restore" : "Drill";
    const outcome = run.state === "running" ? "running" : (run.result?.outcome ?? "inconclusive");
    replace(
      this.#head,
      el("p", {}, el("a", { href: `#/database/${encodeURIComponent(run.database)}` }, `← ${run.database}`)),
      el("div", { class: "title" }, el("h1", {}, `${title} of ${run.database}`), badge(outcome)),
    );
    if (run.state === "running") {
      this.#running(run);
    } else {
      this.#button.hidden = true;
      replace(this.#note);
      announce(`${title} ended: ${outcome}`);
      replace(
        this.#progress,
        run.result === null
          ? el("p", {}, "It ended without a result. The log of the daemon has the cause.")
          : runDetails(run.result),
      );
    }
  }

  #running(run) {
    const phase = phaseOf(run);
    if (phase !== this.#phase) {
      this.#phase = phase;
      announce(`Phase: ${phase}`);
    }
    this.#button.hidden = !(this.#kind === "restore" && this.#app.may("restorer") && beforeSwap(phase));
    replace(this.#progress, progressOf(this.#kind, run));
  }

  async #cancel() {
    this.#button.disabled = true;
    try {
      await cancel(this.#path);
      replace(
        this.#note,
        el("p", {}, "The restore is being cancelled. It ends when what runs now has stopped."),
      );
      this.load();
    } catch (error) {
      this.#button.disabled = false;
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
