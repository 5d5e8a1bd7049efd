/** One line of the board. */
import { el } from "./dom.js";
import { badge, bytes, duration, ticking } from "./format.js";
import { drillSpark, lagSpark } from "./spark.js";

/** The names of the columns. */
export const COLUMNS = [
  "Database",
  "State",
  "Lost if it died now",
  "Restore takes",
  "Last proof",
  "Lag, 7 days",
  "Drills",
  "Worst finding",
];

/** Returns what would be lost, in words; a lag is only as new as the check that measured it. */
export function loss(row) {
  if (row.checked_at === null) {
    return el("span", { class: "muted" }, "not checked yet");
  }
  if (row.lag_seconds !== null) {
    const lost = row.lag_seconds === 0 ? "nothing" : duration(row.lag_seconds);
    return [
      el("strong", {}, lost),
      el(
        "small",
        {},
        ticking(row.checked_at, (passed) => `checked ${passed} ago`),
      ),
    ];
  }
  if (row.recovery_point === null) {
    return el("strong", {}, row.verdict === "unknown" ? "unknown" : "everything");
  }
  return [
    el(
      "strong",
      {},
      ticking(row.recovery_point, (passed) => `up to ${passed}`),
    ),
    el("small", {}, "live file not compared"),
  ];
}

/** Returns when a restore was last proved, in words. */
export function proof(row) {
  if (row.proof === "proved") {
    return [el("strong", {}, "Proved"), el("small", {}, ticking(row.proved_at))];
  }
  if (row.proof === "overdue") {
    return [
      el("strong", { class: "warn" }, "Overdue"),
      el(
        "small",
        {},
        ticking(row.proved_at, (passed) => `proved ${passed} ago`),
      ),
    ];
  }
  if (row.proof === "failed") {
    return [
      el("strong", { class: "bad" }, "Last drill failed"),
      el(
        "small",
        {},
        row.proved_at === null ? "never proved" : ticking(row.proved_at, (passed) => `proved ${passed} ago`),
      ),
    ];
  }
  return el("strong", { class: "warn" }, "Never proved");
}

function cell(column, ...content) {
  return el("td", { role: "cell", "data-label": COLUMNS[column], class: `c${column}` }, ...content);
}

function finding(row) {
  if (row.finding === null) {
    return el("span", { class: "muted" }, "none");
  }
  const more = row.finding_count - 1;
  return [
    el("span", { class: "message" }, el("code", {}, row.finding.code), ` ${row.finding.message}`),
    row.finding.hint && el("small", { class: "hint" }, `Next: ${row.finding.hint}`),
    more > 0 && el("small", {}, `and ${more} more`),
  ];
}

/** Returns the line of a database. */
export function line(row) {
  return el(
    "tr",
    { role: "row", class: `row ${row.verdict}` },
    el(
      "th",
      { role: "rowheader", scope: "row", class: "c0" },
      el("a", { href: `#/database/${encodeURIComponent(row.name)}`, "data-name": row.name }, row.name),
      row.replicas > 1 && el("small", {}, `${row.replicas} replicas`),
    ),
    cell(1, badge(row.verdict)),
    cell(2, loss(row)),
    cell(
      3,
      row.restore_seconds === null
        ? el("span", { class: "muted" }, "not measured")
        : [duration(row.restore_seconds), el("small", {}, bytes(row.database_bytes))],
    ),
    cell(4, proof(row)),
    cell(
      5,
      row.lag_trend.some((lag) => lag !== null)
        ? lagSpark(row.lag_trend, row.objectives.rpo)
        : el("span", { class: "muted" }, "not measured"),
    ),
    cell(6, drillSpark(row.drill_trend)),
    cell(7, finding(row)),
  );
}
