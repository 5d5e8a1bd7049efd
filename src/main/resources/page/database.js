/** One database: what can be restored, findings, objectives, history and actions. */
import { database as at, get, post } from "./api.js";
import { ActiveRuns } from "./active.js";
import { loss, proof } from "./board-row.js";
import { announce, el, facts, problem, replace } from "./dom.js";
import { badge, bytes, duration, moment } from "./format.js";
import { PointPanel } from "./point.js";
import { Runs } from "./runs.js";
import { Timeline } from "./timeline.js";
import { provedCount, windowTable } from "./timeline-shapes.js";
import { Trends } from "./trends.js";

const DRILLS = 200;
/** The time between two readings of the window and the trends, in milliseconds. */
const SLOW = 60_000;

function findings({ replicas, meanings }) {
  const all = replicas.flatMap((replica) => [
    ...(replica.check?.findings ?? []).map((found) => ({ ...found, by: "check" })),
    ...(replica.drill?.findings ?? []).map((found) => ({ ...found, by: "drill" })),
  ]);
  if (all.length === 0) {
    return el("p", { class: "muted" }, "No findings in the last check and the last drill.");
  }
  return el(
    "ul",
    { class: "findings" },
    all.map((found) =>
      el(
        "li",
        { class: found.severity },
        el("div", {}, badge(found.severity), " ", el("code", {}, found.code), ` in the last ${found.by}`),
        el("p", {}, found.message),
        meanings[found.code] && el("p", { class: "muted" }, `Meaning: ${meanings[found.code]}`),
        found.where && el("p", { class: "muted where" }, found.where),
        found.hint && el("p", { class: "hint" }, el("strong", {}, "Next: "), found.hint),
      ),
    ),
  );
}

function objectives(row, replicas) {
  const { rpo, rto, drill_age: drillAge, retention } = row.objectives;
  const windowSeconds = row.window_start ? (Date.now() - Date.parse(row.window_start)) / 1000 : null;
  const short = replicas.some((replica) =>
    replica.check?.findings.some((found) => found.code === "retention-short"),
  );
  /** `kept` is undefined where nothing was measured, or nothing promised. */
  const card = (name, promised, measured, kept) =>
    el(
      "div",
      { class: `card ${{ true: "kept", false: "broken" }[kept] ?? ""}` },
      el("h3", {}, name),
      el("p", { class: "measured" }, measured),
      el("p", { class: "muted" }, promised === null ? "nothing promised" : `promised: ${duration(promised)}`),
      kept === true && el("p", { class: "good" }, "✓ kept"),
      kept === false && el("p", { class: "bad" }, "✕ not kept"),
    );
  const within = (value, limit) => (value === null || limit === null ? undefined : value <= limit);
  return el(
    "div",
    { class: "cards" },
    card("Loss (RPO)", rpo, loss(row), within(row.lag_seconds, rpo)),
    card("Restore time (RTO)", rto, duration(row.restore_seconds), within(row.restore_seconds, rto)),
    card("Proof (drill age)", drillAge, proof(row), row.proof === "proved"),
    card(
      "Window (retention)",
      retention,
      windowSeconds === null ? "unknown" : `reaches back ${duration(windowSeconds)}`,
      // a replica that is younger than the promise breaks nothing yet
      short ? false : within(retention, windowSeconds) || undefined,
    ),
  );
}

class DatabaseView {
  #app;
  #name;
  #row;
  #database;
  #slow = 0;
  #started = false;
  #head = el("div", {});
  #actions = el("div", { class: "buttons" });
  #note = el("p", { class: "note", role: "status" });
  #timeline = new Timeline();
  #proved = el("p", { class: "proved-count" });
  #table = el("div", {});
  #findings = el("div", {});
  #objectives = el("div", {});
  #point;
  #trends;
  #runs;
  #active;

  constructor(app, main, name, parameters) {
    this.#app = app;
    this.#name = name;
    this.#point = new PointPanel(app, name, parameters);
    this.#trends = new Trends(name);
    this.#runs = new Runs(name);
    this.#active = new ActiveRuns(name);
    this.#timeline.addEventListener("pick", (event) => this.#point.pick(event.detail));
    this.#point.addEventListener("picked", (event) => this.#timeline.pick(event.detail));
    const section = (title, ...content) =>
      el("section", { "aria-label": title }, el("h2", {}, title), ...content);
    replace(
      main,
      el("p", {}, el("a", { href: "#/" }, "← All databases")),
      this.#head,
      this.#actions,
      this.#note,
      this.#active.element,
      section(
        "What can be restored",
        this.#proved,
        this.#timeline.element,
        el("details", {}, el("summary", {}, "Spans and gaps as a table"), this.#table),
        this.#point.element,
      ),
      section("Findings", this.#findings),
      section("Objectives and measurements", this.#objectives, this.#trends.element),
      section("History", this.#runs.element),
    );
    this.load();
    this.#active.load();
  }

  /** Reads everything. */
  async load() {
    if (await this.#loadState()) {
      this.#showActions();
      this.#slow = Date.now();
      await this.#loadWindow();
      this.#trends.load(this.#row.objectives);
      this.#runs.load();
    }
  }

  /** Reads the last results; returns false when they cannot be read. */
  async #loadState() {
    try {
      this.#database = await get(at(this.#name));
      this.#row = this.#database.board;
      this.#showHead(this.#database);
      replace(this.#findings, findings(this.#database));
      replace(this.#objectives, objectives(this.#row, this.#database.replicas));
      return true;
    } catch (error) {
      replace(this.#head, el("h1", {}, this.#name), problem(error));
      return false;
    }
  }

  async #loadWindow() {
    try {
      const [window, drills] = await Promise.all([
        get(`${at(this.#name)}/window`),
        get(`${at(this.#name)}/drills?limit=${DRILLS}`),
      ]);
      this.#timeline.show({ window, drills, retention: this.#row.objectives.retention });
      replace(this.#proved, window.spans.length > 0 && provedCount(window.spans));
      replace(this.#table, windowTable(window));
      this.#point.showProof(window.spans);
      if (!this.#started) {
        this.#started = true;
        this.#point.start();
      }
    } catch (error) {
      replace(this.#table, problem(error));
    }
  }

  #showHead(database) {
    const row = this.#row;
    const last = database.replicas.find((replica) => replica.name === row.replica)?.check;
    replace(
      this.#head,
      el("div", { class: "title" }, el("h1", {}, database.name), badge(row.verdict)),
      facts([
        ["Proof", proof(row)],
        ["Lost if it died now", loss(row)],
        ["Restore takes", row.restore_seconds === null ? "not measured" : duration(row.restore_seconds)],
        ["Newest recovery point", last?.recovery_point && moment(last.recovery_point)],
        ["Window begins", row.window_start && moment(row.window_start)],
        ["Database", row.database_bytes === null ? undefined : bytes(row.database_bytes)],
        ["Replica", row.replica_bytes === null ? undefined : bytes(row.replica_bytes)],
        ["Live path", database.live ?? "not configured"],
        ...database.replicas.map((replica) => [`Location of ${replica.name}`, replica.location]),
      ]),
    );
  }

  #showActions() {
    const database = this.#database;
    const app = this.#app;
    const run = (kind, label) => el("button", { type: "button", onclick: () => this.#run(kind) }, label);
    const restore = app.may("restorer") && (database.live !== null || app.me.restores_to_file);
    replace(
      this.#actions,
      app.may("operator") && [
        run("checks", "Check now"),
        run("drills", "Drill now"),
        run("scrubs", "Scrub now"),
      ],
      restore &&
        el(
          "a",
          { class: "button", href: `#/database/${encodeURIComponent(this.#name)}/restore` },
          "Restore…",
        ),
      !app.may("operator") && el("p", { class: "muted" }, this.#why()),
    );
    this.#point.allowRestore(restore);
  }

  #why() {
    const { me } = this.#app;
    if (!me.tokens_configured) {
      return "No token is configured in litedrill.yml, so nothing can be started here.";
    }
    return me.token === null
      ? "Sign in to run checks and drills, or to restore."
      : `The role ${me.role} only reads. Sign in with a token of the role operator or restorer to do more.`;
  }

  async #run(kind) {
    const noun = { checks: "check", drills: "drill", scrubs: "scrub" }[kind];
    try {
      const started = await post(`${at(this.#name)}/${kind}`);
      replace(
        this.#note,
        `${started.attached ? `A ${noun} was under way already` : `A ${noun} has started`}. Its result will appear here.`,
      );
      this.#active.load();
    } catch (error) {
      replace(this.#note, problem(error));
    }
  }

  event({ type, data }) {
    if (type === "reset" || type === "databases") {
      this.load();
    } else if (data.database === this.#name) {
      this.#ended(type, data.outcome);
    }
  }

  /** A check changes little, and there are many: it does not redraw what the reader works with. */
  #ended(type, outcome) {
    if (type !== "check") {
      this.#active.load();
      replace(this.#note, badge(outcome), ` The ${type} ended.`);
      announce(`The ${type} ended: ${outcome}`);
    }
    if (type !== "check" || Date.now() - this.#slow > SLOW) {
      this.load();
    } else {
      this.#loadState();
      this.#runs.ended(type);
    }
  }

  close() {
    this.#timeline.close();
    this.#trends.close();
    this.#active.close();
  }
}

/** Opens the view of a database. */
export function databaseView(app, main, name, parameters) {
  const view = new DatabaseView(app, main, name, parameters);
  return {
    event: (event) => view.event(event),
    connected: () => view.load(),
    close: () => view.close(),
  };
}
