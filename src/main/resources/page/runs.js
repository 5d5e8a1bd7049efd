/** The history of a database: past drills, checks, scrubs and restores, each with its details. */
import { database as at, get } from "./api.js";
import { el, facts, problem, replace } from "./dom.js";
import { badge, bytes, duration, moment, number } from "./format.js";

const LIMIT = 50;
const KINDS = [
  ["drills", "Drills"],
  ["checks", "Checks"],
  ["scrubs", "Scrubs"],
  ["restores", "Restores"],
];

function findings(list) {
  return (
    list.length > 0 &&
    el(
      "ul",
      {},
      list.map((found) =>
        el(
          "li",
          {},
          el("code", {}, found.code),
          ` ${found.message}`,
          found.hint && el("small", { class: "hint" }, `Next: ${found.hint}`),
        ),
      ),
    )
  );
}

function tests(list) {
  return (
    list?.length > 0 &&
    el(
      "details",
      {},
      el("summary", {}, `${list.length} tests`),
      el(
        "ul",
        {},
        list.map((test) =>
          el("li", {}, badge(test.outcome), ` ${test.name}`, test.detail && `: ${test.detail}`),
        ),
      ),
    )
  );
}

function fallback(lost) {
  return lost && `restored ${lost.got} instead of ${lost.wanted}: ${duration(lost.lost_seconds)} lost`;
}

function timing(run) {
  return typeof run.seconds === "number"
    ? [["Duration", duration(run.seconds)]]
    : [
        ["Duration", duration(run.seconds.total)],
        [
          "By phase",
          `plan ${duration(run.seconds.plan)}, restore ${duration(run.seconds.restore)}, verify ${duration(run.seconds.verify)}`,
        ],
      ];
}

function delivered(run) {
  return [
    ["Recovery point", run.recovery_point && moment(run.recovery_point)],
    ["Requested", run.requested && moment(run.requested)],
    ["Earlier than requested", run.earlier_by_seconds ? duration(run.earlier_by_seconds) : undefined],
    ["Position", run.position && el("code", {}, run.position)],
    ["Database", run.database_bytes ? bytes(run.database_bytes) : undefined],
    ["Rows", run.rows ? number(run.rows) : undefined],
    ["Fallback", fallback(run.fallback)],
  ];
}

/** Returns the details of a drill or restore. */
export function runDetails(run) {
  return [
    run.reason && el("p", {}, run.reason),
    facts([
      ["Started", moment(run.started_at)],
      ...timing(run),
      ...delivered(run),
      ["Read", run.bytes_read ? `${bytes(run.bytes_read)} in ${number(run.requests)} requests` : undefined],
      ["File", run.output],
      ["Replaced files", run.moved_aside],
      ["Run", run.id && el("code", {}, run.id)],
    ]),
    findings(run.findings),
    tests(run.checks),
  ];
}

function checkDetails(check) {
  return [
    facts([
      ["Newest recovery point", check.recovery_point && moment(check.recovery_point)],
      ["Lag", check.lag_seconds === null ? "unknown" : duration(check.lag_seconds)],
      ["Snapshots", number(check.snapshot_count)],
      ["Gaps", number(check.gap_count)],
      ["Read", `${bytes(check.bytes_read)} in ${number(check.requests)} requests`],
    ]),
    findings(check.findings),
  ];
}

function scrubDetails(scrub) {
  return [
    facts([
      ["Duration", duration(scrub.seconds)],
      ["Files read", number(scrub.files)],
      ["Bytes read", bytes(scrub.bytes_read)],
    ]),
    findings(scrub.findings),
  ];
}

function entry(kind, result) {
  const details = { checks: checkDetails, scrubs: scrubDetails }[kind] ?? runDetails;
  const when = result.started_at ?? result.checked_at;
  const found = result.findings.length;
  return el(
    "li",
    {},
    el(
      "details",
      { "data-key": result.id ?? when },
      el(
        "summary",
        {},
        badge(result.outcome ?? result.verdict),
        " ",
        moment(when),
        el(
          "span",
          { class: "muted" },
          ` ${result.replica}${found > 0 ? `, ${found} ${found === 1 ? "finding" : "findings"}` : ""}`,
        ),
      ),
      el("div", { class: "details" }, details(result)),
    ),
  );
}

/** Shows one kind of results at a time. */
export class Runs {
  #name;
  #kind = "drills";
  #choice = el("div", { class: "filters", role: "group", "aria-label": "Kind of result" });
  #list = el("ul", { class: "runs" });

  constructor(name) {
    this.#name = name;
    this.element = el("div", {}, this.#choice, this.#list);
    this.#showChoice();
  }

  #showChoice() {
    replace(
      this.#choice,
      KINDS.map(([kind, text]) =>
        el(
          "button",
          { type: "button", "aria-pressed": String(kind === this.#kind), onclick: () => this.#choose(kind) },
          text,
        ),
      ),
    );
  }

  #choose(kind) {
    this.#kind = kind;
    this.#showChoice();
    this.#choice.querySelector("[aria-pressed=true]").focus();
    this.load();
  }

  /** Reads the results again if those of this type are shown. */
  ended(type) {
    if (this.#kind === `${type}s`) {
      this.load();
    }
  }

  /** Reads the results again; those that are open stay open. */
  async load() {
    const kind = this.#kind;
    try {
      const results = await get(`${at(this.#name)}/${kind}?limit=${LIMIT}`);
      if (kind !== this.#kind) {
        return;
      }
      const open = [...this.#list.querySelectorAll(":scope > li > details[open]")].map(
        (each) => each.dataset.key,
      );
      replace(
        this.#list,
        results.length === 0
          ? el("li", { class: "muted" }, `No ${kind} yet.`)
          : results.map((result) => entry(kind, result)),
      );
      this.#list.querySelectorAll(":scope > li > details").forEach((each) => {
        each.open = open.includes(each.dataset.key);
      });
    } catch (error) {
      replace(this.#list, el("li", {}, problem(error)));
    }
  }
}
