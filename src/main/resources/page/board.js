/** The board: all databases, worst first. */
import { get } from "./api.js";
import { el, problem, replace } from "./dom.js";
import { COLUMNS, line } from "./board-row.js";
import { millis, ticking } from "./format.js";

const PART = 50;
const RANK = { critical: 3, unknown: 2, warning: 1, ok: 0 };
const FILTERS = [
  ["", "All", () => true],
  ["critical", "Critical", (row) => row.verdict === "critical"],
  ["unknown", "Unknown", (row) => row.verdict === "unknown"],
  ["warning", "Warning", (row) => row.verdict === "warning"],
  ["ok", "OK", (row) => row.verdict === "ok"],
  ["unproved", "Not proved", (row) => row.proof !== "proved"],
];

function worstFirst(a, b) {
  return (
    RANK[b.verdict] - RANK[a.verdict] ||
    Number(a.restorable) - Number(b.restorable) ||
    (millis(a.proved_at) ?? 0) - (millis(b.proved_at) ?? 0) ||
    a.name.localeCompare(b.name)
  );
}

function total(rows) {
  const restorable = rows.filter((row) => row.restorable);
  const proofs = restorable.map((row) => row.proved_at).sort();
  const oldest = proofs.length > 0 ? [", oldest proof ", ticking(proofs[0], (passed) => passed)] : [];
  return [`${restorable.length} of ${rows.length} restorable`, ...oldest];
}

class Board {
  #app;
  #rows = new Map();
  #lines = new Map();
  #shown = PART;
  #query;
  #filter;
  #pending = false;
  #total = el("p", { class: "total" });
  #buttons = new Map(
    FILTERS.map(([key, name]) => {
      const onclick = () => this.#change({ filter: key });
      return [key, el("button", { type: "button", onclick }, `${name} `, el("span", { class: "count" }))];
    }),
  );
  #filters = el("div", { class: "filters", role: "group", "aria-label": "Filter by verdict" }, [
    ...this.#buttons.values(),
  ]);
  #body = el("tbody", { role: "rowgroup" });
  #count = el("p", { class: "muted", role: "status" });
  #more = el("button", { type: "button", onclick: () => this.#grow() });
  #observer = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.#grow());

  constructor(app, main, parameters) {
    this.#app = app;
    this.#query = parameters.get("q") ?? "";
    this.#filter = parameters.get("show") ?? "";
    const search = el("input", {
      id: "search",
      type: "search",
      value: this.#query,
      placeholder: "Name or finding",
      oninput: (event) => this.#change({ query: event.target.value }),
    });
    replace(
      main,
      el("h1", { class: "hidden-text" }, "Databases"),
      this.#total,
      el("div", { class: "controls" }, el("label", { for: "search" }, "Search"), search, this.#filters),
      this.#count,
      el(
        "table",
        { class: "board", role: "table", "aria-label": "Databases, worst first" },
        el(
          "thead",
          { role: "rowgroup" },
          el(
            "tr",
            { role: "row" },
            COLUMNS.map((name) => el("th", { role: "columnheader", scope: "col" }, name)),
          ),
        ),
        this.#body,
      ),
      this.#more,
    );
    this.#more.hidden = true;
    this.#observer.observe(this.#more);
    this.load();
  }

  async load() {
    try {
      const { databases } = await get("/board");
      this.#rows = new Map(databases.map((row) => [row.name, row]));
      this.#render();
    } catch (error) {
      if (error.status !== 401) {
        replace(this.#total, problem(error));
      }
    }
  }

  update(row, name) {
    if (row === null) {
      this.#rows.delete(name);
    } else {
      this.#rows.set(row.name, row);
    }
    if (!this.#pending) {
      this.#pending = true;
      setTimeout(() => {
        this.#pending = false;
        this.#render();
      }, 300);
    }
  }

  #change({ query = this.#query, filter = this.#filter }) {
    this.#query = query;
    this.#filter = filter;
    this.#shown = PART;
    this.#app.query({ q: query, show: filter });
    this.#render();
  }

  #grow() {
    this.#shown += PART;
    this.#render();
  }

  #render() {
    const all = [...this.#rows.values()];
    const words = this.#query.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (row) =>
      `${row.name} ${row.finding?.code ?? ""} ${row.finding?.message ?? ""}`.toLowerCase();
    const found = all.filter((row) => words.every((word) => text(row).includes(word)));
    const test = FILTERS.find(([key]) => key === this.#filter)?.[2] ?? (() => true);
    const rows = found.filter(test).sort(worstFirst);
    replace(this.#total, total(all));
    this.#showFilters(found);
    replace(this.#count, rows.length === all.length ? "" : `${rows.length} of ${all.length} databases`);
    this.#reconcile(rows.slice(0, this.#shown));
    const left = rows.length - this.#shown;
    this.#more.hidden = left <= 0;
    replace(this.#more, `Show more of ${left} further databases`);
  }

  /** Updates the buttons in place: one that is replaced under the pointer loses its click. */
  #showFilters(found) {
    for (const [key, button] of this.#buttons) {
      const [, , test] = FILTERS.find(([name]) => name === key);
      button.setAttribute("aria-pressed", String(this.#filter === key));
      button.querySelector(".count").textContent = found.filter(test).length;
    }
  }

  /** Changes only the lines that changed, so that an update costs little and keeps the focus. */
  #reconcile(rows) {
    const focused = this.#body.contains(document.activeElement)
      ? document.activeElement.dataset.name
      : undefined;
    const lines = new Map();
    let place = this.#body.firstChild;
    for (const row of rows) {
      const before = this.#lines.get(row.name);
      const tr = before?.row === row ? before.tr : line(row);
      lines.set(row.name, { row, tr });
      if (tr === place) {
        place = place.nextSibling;
      } else {
        this.#body.insertBefore(tr, place);
      }
    }
    const kept = new Set([...lines.values()].map(({ tr }) => tr));
    [...this.#body.children].filter((tr) => !kept.has(tr)).forEach((tr) => tr.remove());
    this.#lines = lines;
    if (focused !== undefined && !this.#body.contains(document.activeElement)) {
      lines.get(focused)?.tr.querySelector("a").focus();
    }
  }

  close() {
    this.#observer.disconnect();
  }
}

/** Opens the board. */
export function boardView(app, main, parameters) {
  const board = new Board(app, main, parameters);
  return {
    event: ({ type, data }) => {
      if (type === "reset" || type === "databases") {
        board.load();
      } else {
        board.update(data.board, data.database);
      }
    },
    connected: () => board.load(),
    close: () => board.close(),
  };
}
