/** Formats times, durations and sizes, and keeps ages up to date. */
import { el } from "./dom.js";

const LOCAL = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const NUMBER = new Intl.NumberFormat(undefined);
const UNITS = [
  [86400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** Returns a time in milliseconds; undefined for none. */
export function millis(time) {
  return time === null || time === undefined ? undefined : Date.parse(time);
}

/** Returns a time in UTC, to the second. */
export function utc(time) {
  return `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Returns a time in the zone of the reader. */
export function local(time) {
  return LOCAL.format(new Date(time));
}

/** Returns an element with a time in the zone of the reader, and in UTC beside it. */
export function moment(time) {
  if (millis(time) === undefined) {
    return el("span", { class: "muted" }, "unknown");
  }
  return el(
    "time",
    { datetime: new Date(time).toISOString(), class: "moment" },
    local(time),
    el("span", { class: "utc" }, utc(time)),
  );
}

/** Returns a duration such as "3 h", or "2 h 5 min" where the second unit matters. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return "unknown";
  }
  const whole = Math.max(0, seconds);
  for (const [size, unit] of UNITS) {
    if (whole >= size) {
      return inUnit(whole, size, unit);
    }
  }
  if (whole > 0 && whole < 1) {
    return `${Math.max(1, Math.round(whole * 1000))} ms`;
  }
  return `${whole < 10 && whole % 1 !== 0 ? whole.toFixed(1) : Math.round(whole)} s`;
}

function inUnit(seconds, size, unit) {
  const count = Math.floor(seconds / size);
  const smaller = UNITS.find(([next]) => next < size);
  const rest = smaller && count < 3 ? Math.floor((seconds % size) / smaller[0]) : 0;
  return rest > 0 ? `${count} ${unit} ${rest} ${smaller[1]}` : `${count} ${unit}`;
}

/** Returns an element whose text is made from an age, and is made again each second. */
export function ticking(time, words) {
  const text = el("span", { "data-at": millis(time) });
  text.words = words ?? ((passed) => `${passed} ago`);
  tick(text);
  return text;
}

function tick(element) {
  const passed = duration(Math.floor((Date.now() - Number(element.dataset.at)) / 1000));
  const text = element.words(passed);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Starts to keep all ages on the page up to date. */
export function startTicking() {
  setInterval(() => {
    for (const element of document.querySelectorAll("[data-at]")) {
      tick(element);
    }
  }, 1000);
}

/** Returns a size in bytes with a unit. */
export function bytes(count) {
  if (count === null || count === undefined) {
    return "unknown";
  }
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Returns a whole number with separators. */
export function number(count) {
  return count === null || count === undefined ? "unknown" : NUMBER.format(count);
}

const WORDS = {
  ok: ["OK", "✓"],
  warning: ["Warning", "▲"],
  unknown: ["Unknown", "?"],
  critical: ["Critical", "✕"],
  passed: ["Passed", "✓"],
  failed: ["Failed", "✕"],
  inconclusive: ["Inconclusive", "?"],
  restored: ["Restored", "✓"],
  refused: ["Refused", "▲"],
  not_needed: ["Not needed", "✓"],
  running: ["Running", "…"],
  cancelled: ["Cancelled", "▲"],
};

/** Returns a verdict or outcome as a symbol and a word; the colour only repeats it. */
export function badge(value) {
  const [word, symbol] = WORDS[value] ?? [String(value), "?"];
  return el(
    "span",
    { class: `badge ${value}` },
    el("span", { class: "symbol", "aria-hidden": "true" }, symbol),
    word,
  );
}
