/** Starts the page: routes addresses to views, and keeps the connection and the account in the header. */
import { get, hasToken, setToken } from "./api.js";
import { boardView } from "./board.js";
import { databaseView } from "./database.js";
import { announce, el, plain, replace } from "./dom.js";
import { Events } from "./events.js";
import { startTicking } from "./format.js";
import { restoreView } from "./restore.js";
import { drillView, restoreRunView } from "./run.js";
import { askForToken } from "./signin.js";

const ROLES = ["viewer", "operator", "restorer"];
const ROUTES = [
  [/^\/$/, boardView],
  [/^\/database\/([^/]+)$/, databaseView],
  [/^\/database\/([^/]+)\/restore$/, restoreView],
  [/^\/restores\/([^/]+)$/, restoreRunView],
  [/^\/drills\/([^/]+)$/, drillView],
];

const main = document.getElementById("main");

/** What the views share: the account, the events, and the way to other addresses. */
const app = {
  events: new Events(),
  me: { token: null, role: "viewer", tokens_configured: false, restores_to_file: false },
  may: (role) => app.me.token !== null && ROLES.indexOf(app.me.role) >= ROLES.indexOf(role),
  go: (address) => {
    location.hash = address;
  },
  /** Changes the query of the address without a new entry in the history of the browser. */
  query: (values) => {
    const [path] = location.hash.slice(1).split("?");
    const text = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
    history.replaceState(null, "", `#${path || "/"}${text ? `?${text}` : ""}`);
  },
  signIn: () => askForToken(""),
};

let view = { close: () => {} };

function show() {
  const [path, query] = (location.hash.slice(1) || "/").split("?");
  const route = ROUTES.map(([pattern, open]) => ({ open, names: names(pattern, path) })).find(
    (each) => each.names !== undefined,
  );
  view.close();
  replace(main);
  document.title = route?.names.length > 0 ? `${plain(route.names[0])} - Litedrill` : "Litedrill";
  view = route ? route.open(app, main, ...route.names, new URLSearchParams(query)) : notFound();
}

/** Returns the names in an address, or undefined for an address of another view or with a malformed name. */
function names(pattern, path) {
  try {
    return pattern.exec(path)?.slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function notFound() {
  replace(
    main,
    el("h1", {}, "No such page"),
    el("p", {}, "The address is not one of this page."),
    el("p", {}, el("a", { href: "#/" }, "All databases")),
  );
  return { close: () => {} };
}

function navigate() {
  show();
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
  announce(document.title);
}

function account() {
  const place = document.getElementById("account");
  if (hasToken() && app.me.token !== null) {
    replace(
      place,
      el("span", {}, `${app.me.token}: ${app.me.role}`),
      el("button", { type: "button", onclick: signOut }, "Sign out"),
    );
  } else {
    replace(place, el("button", { type: "button", onclick: app.signIn }, "Sign in"));
  }
}

function signOut() {
  setToken(null);
  start();
}

async function start() {
  try {
    app.me = await get("/me");
  } catch (error) {
    app.me = { ...app.me, token: null, role: "viewer" };
    if (error.status === 401 || error.status === 403) {
      account();
      if (error.status === 403) {
        replace(main, el("p", { class: "problem", role: "alert" }, error.message));
      }
      return;
    }
  }
  account();
  app.events.start();
  show();
}

let lost = false;

/** A view reads its state again after a lost connection: without an event before, nothing is sent again. */
function connection(state) {
  if (state === "live" && lost) {
    view.connected?.();
  }
  lost = state !== "live";
  const place = document.getElementById("connection");
  place.className = `connection ${state}`;
  replace(place, state === "live" ? "Live" : "Connection lost. What you see may be old. Trying again.");
}

app.events.addEventListener("state", (event) => connection(event.detail));
app.events.addEventListener("event", (event) => view.event?.(event.detail));
document.addEventListener("unauthorized", (event) => {
  setToken(null);
  app.me = { ...app.me, token: null, role: "viewer" };
  account();
  askForToken(event.detail);
});
document.addEventListener("signed-in", start);
window.addEventListener("hashchange", navigate);
startTicking();
start();
