import js from "@eslint/js";

const BROWSER = [
  "AbortController",
  "CustomEvent",
  "Event",
  "EventTarget",
  "Intl",
  "IntersectionObserver",
  "Node",
  "ResizeObserver",
  "TextDecoderStream",
  "URLSearchParams",
  "clearTimeout",
  "crypto",
  "document",
  "fetch",
  "getComputedStyle",
  "history",
  "location",
  "matchMedia",
  "sessionStorage",
  "setInterval",
  "setTimeout",
  "window",
];

export default [
  js.configs.recommended,
  {
    languageOptions: {
      sourceType: "module",
      globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])),
    },
    rules: {
      complexity: ["error", 12],
      eqeqeq: "error",
      "max-depth": ["error", 3],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 60],
      "max-params": ["error", 4],
      "no-eval": "error",
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
