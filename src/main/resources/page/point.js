/** The picked point: what a restore to it delivers, and what that costs. */
import { database as at, get } from "./api.js";
import { el, facts, problem, replace } from "./dom.js";
import { bytes, duration, millis, moment, number } from "./format.js";
import { isProved } from "./timeline-shapes.js";

const PAUSE = 250;

/** Returns a time as the control for times needs it: in the zone of the reader, without it. */
function typed(time) {
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** Lets the reader type a time, and shows the plan; fires "picked" with the time. */
export class PointPanel extends EventTarget {
  #app;
  #name;
  #time;
  #timer;
  #round = 0;
  #mayRestore = false;
  #spans = [];
  #shown;
  #input = el("input", { id: "point-time", type: "datetime-local", step: 1 });
  #result = el("div", { class: "point", "aria-live": "polite" });

  constructor(app, name, parameters) {
    super();
    this.#app = app;
    this.#name = name;
    const asked = parameters.get("at");
    this.#time = asked === null || Number.isNaN(Date.parse(asked)) ? undefined : asked;
    this.element = el(
      "div",
      {},
      el(
        "form",
        { class: "controls", onsubmit: (event) => this.#submit(event) },
        el("label", { for: "point-time" }, "Time to restore (your zone)"),
        this.#input,
        el("button", { type: "submit" }, "Show"),
        el("button", { type: "button", onclick: () => this.#newest() }, "Newest"),
      ),
      this.#result,
    );
  }

  /** Shows the time of the address, or else the newest point. */
  start() {
    if (this.#time === undefined) {
      this.#plan("");
    } else {
      this.#choose(this.#time);
    }
  }

  /** Receives the spans, which say what is proved. */
  showProof(spans) {
    const position = this.#shown?.[0].position;
    const before = position && isProved(this.#spans, position);
    this.#spans = spans;
    if (position && isProved(spans, position) !== before) {
      replace(this.#result, this.#show(...this.#shown));
    }
  }

  allowRestore(allowed) {
    this.#mayRestore = allowed;
  }

  /** Picks a time; reads its plan after a short pause, since keys repeat. */
  pick(time) {
    this.#time = typeof time === "string" ? time : new Date(time).toISOString();
    this.#input.value = typed(time);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#planTime(), PAUSE);
  }

  #submit(event) {
    event.preventDefault();
    const time = Date.parse(this.#input.value);
    if (!Number.isNaN(time)) {
      this.#choose(new Date(time).toISOString());
    }
  }

  /** Picks a time as written, since the time of a recovery point can have more digits than a Date. */
  #choose(time) {
    this.dispatchEvent(new CustomEvent("picked", { detail: millis(time) }));
    this.#time = time;
    this.#input.value = typed(time);
    this.#planTime();
  }

  #newest() {
    this.#time = undefined;
    this.#input.value = "";
    this.#app.query({});
    this.#plan("");
  }

  #planTime() {
    this.#app.query({ at: this.#time });
    this.#plan(this.#time);
  }

  async #plan(time) {
    const round = ++this.#round;
    const query = time === "" ? "" : `?timestamp=${encodeURIComponent(time)}`;
    try {
      const [plan, window] = await Promise.all([
        get(`${at(this.#name)}/plan${query}`),
        time === "" ? undefined : get(`${at(this.#name)}/window?around=${encodeURIComponent(time)}`),
      ]);
      if (round === this.#round) {
        this.#shown = [plan, time, window?.around];
        replace(this.#result, this.#show(...this.#shown));
      }
    } catch (error) {
      if (round === this.#round) {
        replace(this.#result, problem(error));
      }
    }
  }

  #show(plan, time, around) {
    const title = el("h3", {}, time === "" ? "The newest state" : "The picked point");
    if (plan.recovery_point === null) {
      return [
        title,
        el("p", { class: "bad" }, `✕ Cannot be restored: ${plan.reason}`),
        this.#neighbours(plan),
        this.#near(around),
      ];
    }
    const distance = time === "" ? 0 : (millis(time) - millis(plan.recovery_point)) / 1000;
    return [
      title,
      facts([
        ["Restores to", moment(plan.recovery_point)],
        ["Proof", this.#proof(plan.position)],
        ["Before the picked time", distance > 0 ? duration(distance) : undefined],
        ["Position", el("code", {}, plan.position)],
        ["Files", number(plan.files.length)],
        ["Bytes to read", bytes(plan.bytes)],
        ["Requests", number(plan.requests)],
        [
          "Estimated time",
          plan.estimated_seconds === null ? "no drill has measured it" : duration(plan.estimated_seconds),
        ],
        [
          "Expected rows",
          plan.expected_rows === null ? "no drill has counted them" : number(plan.expected_rows),
        ],
      ]),
      plan.reason && el("p", { class: "bad" }, plan.reason),
      el("details", {}, el("summary", {}, "Files of the plan"), files(plan.files)),
      this.#near(around),
      this.#mayRestore && this.#link(time),
    ];
  }

  #proof(position) {
    return isProved(this.#spans, position)
      ? el("strong", { class: "good" }, "✓ proved: its files were read, and a drill passed")
      : el("strong", { class: "warn" }, "▲ only listed: not all of its files have been read and drilled");
  }

  #link(time) {
    const query = time === "" ? "" : `?at=${encodeURIComponent(time)}`;
    const href = `#/database/${encodeURIComponent(this.#name)}/restore${query}`;
    return el("p", {}, el("a", { class: "button", href }, "Restore this point…"));
  }

  #neighbours(plan) {
    const pick = (label, point) =>
      point &&
      el(
        "button",
        { type: "button", onclick: () => this.#choose(point.recovery_point) },
        `${label}: `,
        moment(point.recovery_point),
      );
    return el(
      "div",
      { class: "buttons" },
      pick("Point before", plan.before),
      pick("Point after", plan.after),
    );
  }

  #near(around) {
    if (!around || around.points.length === 0) {
      return undefined;
    }
    const points = around.points.map((point) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "link", onclick: () => this.#choose(point.recovery_point) },
          moment(point.recovery_point),
        ),
        el(
          "span",
          { class: "muted" },
          ` ${duration(Math.abs(point.distance_seconds))} ${point.distance_seconds < 0 ? "before" : "after"}`,
          isProved(this.#spans, point.position) ? ", proved" : ", only listed",
        ),
      ),
    );
    return el(
      "details",
      {},
      el("summary", {}, `${points.length} recovery points near it`),
      el("ul", {}, points),
    );
  }
}

function files(list) {
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Files of the plan" },
    el(
      "table",
      { class: "plain" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["File", "Kind", "Size"].map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el(
        "tbody",
        {},
        list.map((file) =>
          el(
            "tr",
            {},
            el("td", {}, el("code", {}, file.name)),
            el("td", {}, file.kind),
            el("td", {}, bytes(file.bytes)),
          ),
        ),
      ),
    ),
  );
}
