/** The progress of a run: its phase, its bytes, and the time that is left. */
import { el, facts } from "./dom.js";
import { bytes, duration, number } from "./format.js";

const PHASES = {
  restore: ["queued", "planning", "before", "restoring", "verifying", "swapping", "after"],
  drill: ["queued", "planning", "restoring", "verifying"],
  scrub: ["queued", "planning", "reading", "comparing"],
};

/** Returns whether the live database does not change yet, so that a restore can be cancelled. */
export function beforeSwap(phase) {
  return PHASES.restore.indexOf(phase) < PHASES.restore.indexOf("swapping");
}

/** Returns the phase of a run; one without progress waits for its turn. */
export function phaseOf(run) {
  return run.phase ?? "queued";
}

/** Returns the progress of a run of this kind. */
export function progressOf(kind, run) {
  const phases = PHASES[kind];
  const now = phases.indexOf(phaseOf(run));
  const total = run.bytes_total ?? null;
  return [
    el(
      "ol",
      { class: "phases" },
      phases.map((phase, index) =>
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
    total !== null &&
      el("progress", {
        max: Math.max(1, total),
        value: run.bytes,
        "aria-label": "Bytes of the replica read",
      }),
    facts([
      [
        "Read",
        run.bytes === null ? undefined : `${bytes(run.bytes)}${total === null ? "" : ` of ${bytes(total)}`}`,
      ],
      ["Pages written", run.pages === null ? undefined : number(run.pages)],
      ["Time left", run.seconds_left === null ? "unknown" : `about ${duration(run.seconds_left)}`],
    ]),
  ];
}
