/** The preview of a restore: what comes back, what is there now, and what would be lost. */
import { el, facts } from "./dom.js";
import { bytes, duration, millis, moment, number, ticking } from "./format.js";

const TITLES = {
  restored: "✓ This can be restored",
  refused: "▲ This restore would be refused",
  failed: "✕ This restore would fail",
};

/** Returns the preview of a dry run; the number of rows is null when no drill has counted them. */
export function showPreview(preview, expectedRows) {
  const { plan, live } = preview;
  const refused = preview.would_be !== "restored";
  return [
    el("h2", {}, TITLES[preview.would_be] ?? "? What a restore would do is not known"),
    refused && el("p", { class: "problem", role: "alert" }, preview.reason),
    el("h3", {}, "What comes back"),
    plan?.recovery_point ? comesBack(preview, expectedRows) : el("p", {}, "Nothing."),
    live && [
      el("h3", {}, "What is there now"),
      there(live),
      el("h3", {}, "What would be lost"),
      lost(live, plan?.recovery_point),
    ],
    preview.findings.map((found) => el("p", { class: "bad" }, `${found.code}: ${found.message}`)),
  ];
}

function comesBack({ plan, earlier_by_seconds: earlier }, expectedRows) {
  return facts([
    ["Recovery point", [moment(plan.recovery_point), ticking(plan.recovery_point)]],
    ["Earlier than requested", earlier ? duration(earlier) : undefined],
    ["Position", el("code", {}, plan.position)],
    ["Files", number(plan.files.length)],
    ["Bytes to read", bytes(plan.bytes)],
    [
      "Estimated time",
      plan.estimated_seconds === null ? "no drill has measured it" : duration(plan.estimated_seconds),
    ],
    ["Expected rows", expectedRows === null ? "no drill has counted them" : number(expectedRows)],
  ]);
}

function there(live) {
  return facts([
    ["State", live.condition ?? "unknown"],
    ["Details", live.detail],
    ["Size", live.bytes === null ? undefined : bytes(live.bytes)],
    ["Last changed", live.modified && moment(live.modified)],
  ]);
}

function lost(live, point) {
  if (live.newer_seconds === null || !point) {
    return el(
      "p",
      {},
      millis(live.modified) === undefined
        ? "Nothing: there is no database."
        : "Nothing that is newer than this point is known.",
    );
  }
  return live.newer_seconds === 0
    ? el("p", {}, "Nothing: the live database is in the same state.")
    : el(
        "p",
        { class: "bad" },
        `✕ Up to ${duration(live.newer_seconds)} of changes that were made after this point.`,
      );
}
