/**
 * Builds elements. Every text becomes a text node, so that names from outside are never markup.
 */

/** Characters that hide or reorder other text; the page shows a mark for each. Line ends and tabs stay. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const SVG = "http://www.w3.org/2000/svg";

/** Returns a text from outside as the page shows it. */
export function plain(text) {
  return String(text).replace(UNSAFE, (found) => (found === "\n" || found === "\t" ? found : "\ufffd"));
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else {
      const text = value === true ? "" : String(value);
      element.setAttribute(name, name === "aria-label" ? plain(text) : text);
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) {
      element.append(child instanceof Node ? child : plain(child));
    }
  }
}

/** Returns a new HTML element; properties that begin with "on" are listeners. */
export function el(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** Returns a new SVG element. */
export function svg(tag, properties, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

/** Replaces the content of an element. */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Reads a text out to screen readers. */
export function announce(text) {
  replace(document.getElementById("announcer"), text);
}

/** Returns a list of terms and their values; omits rows without a value. */
export function facts(rows) {
  return el(
    "dl",
    { class: "facts" },
    rows
      .filter(([, value]) => value !== undefined && value !== null && value !== "")
      .map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))),
  );
}

/** Returns a message that a screen reader reads at once. */
export function problem(error) {
  return el("p", { class: "problem", role: "alert" }, error.message);
}
