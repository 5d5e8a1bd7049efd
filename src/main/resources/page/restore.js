/** Restores a database: first the preview, then the confirmation, then the run. */
import { database as at, get, post } from "./api.js";
import { announce, el, plain, problem, replace } from "./dom.js";
import { moment } from "./format.js";
import { showPreview } from "./preview.js";

const PERMISSIONS = [
  ["fallback", "If this point cannot be restored, take the newest one before it that can", false],
  ["accept_smaller", "Also accept a result with fewer than half of the rows", false],
  ["skip_assertions", "Also accept a result that fails your own assertions", false],
  ["force", "Also replace a database that is sound, or whose state is unknown", true],
  ["new_replica", "Litestream was given another, empty path", true],
  ["no_backup", "Delete the replaced files at the end instead of keeping them", true],
];

class RestoreView {
  #app;
  #name;
  #database;
  #at;
  #form = el("form", { class: "restore", onsubmit: (event) => this.#submit(event) });
  #preview = el("div", { class: "preview", role: "region", "aria-label": "Preview", "aria-live": "polite" });
  #confirm = el("div", {});
  #previewed;

  constructor(app, main, name, parameters) {
    this.#app = app;
    this.#name = name;
    this.#at = parameters.get("at");
    replace(
      main,
      el("p", {}, el("a", { href: `#/database/${encodeURIComponent(name)}` }, `← ${name}`)),
      el("h1", {}, `Restore ${name}`),
      this.#form,
      this.#preview,
      this.#confirm,
    );
    this.#load();
  }

  async #load() {
    if (!this.#app.may("restorer")) {
      replace(
        this.#form,
        el("p", { class: "problem" }, "A restore needs a token of the role restorer. Sign in with one."),
      );
      return;
    }
    try {
      this.#database = await get(at(this.#name));
      this.#showForm();
    } catch (error) {
      replace(this.#form, problem(error));
    }
  }

  #showForm() {
    const toFile = this.#app.me.restores_to_file;
    const { live } = this.#database;
    const target = (value, text, enabled, checked) =>
      el(
        "label",
        { class: "choice" },
        el("input", {
          type: "radio",
          name: "target",
          value,
          disabled: !enabled,
          checked,
          onchange: () => this.#adapt(),
        }),
        text,
      );
    replace(
      this.#form,
      el("p", {}, "Point: ", this.#at === null ? "the newest state" : moment(this.#at)),
      el(
        "fieldset",
        {},
        el("legend", {}, "Where to"),
        target(
          "file",
          toFile ? "A new file" : "A new file (set restore_folder in litedrill.yml)",
          toFile,
          toFile,
        ),
        el(
          "label",
          { class: "file-name" },
          "Name of the file ",
          el("input", {
            name: "output",
            value: toFile ? this.#fileName() : "",
            autocomplete: "off",
            spellcheck: "false",
          }),
        ),
        target(
          "live",
          live === null ? "In place (no live path is configured)" : `In place, over ${live}`,
          live !== null,
          !toFile,
        ),
      ),
      this.#permissions(),
      el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Preview")),
    );
    this.#form.elements.output.addEventListener("input", () => this.#forget());
    this.#adapt();
  }

  #permissions() {
    return el(
      "details",
      {},
      el("summary", {}, "Permissions"),
      PERMISSIONS.map(([key, text, liveOnly]) =>
        el(
          "label",
          { class: liveOnly ? "choice live-only" : "choice" },
          el("input", { type: "checkbox", name: key, onchange: () => this.#forget() }),
          el("span", {}, `${text} `, el("code", {}, key)),
        ),
      ),
    );
  }

  #fileName() {
    const safe = this.#name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9_]+/, "");
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
    return `${safe || "database"}-${stamp}.db`;
  }

  #live() {
    return this.#form.elements.target.value === "live";
  }

  #adapt() {
    const live = this.#live();
    this.#form.querySelector(".file-name").hidden = live;
    this.#form.querySelectorAll(".live-only").forEach((each) => {
      each.hidden = !live;
    });
    this.#forget();
  }

  /** Forgets the preview, because it is one of another request. */
  #forget() {
    this.#previewed = undefined;
    replace(this.#preview);
    replace(this.#confirm);
  }

  #order() {
    const { elements } = this.#form;
    const live = this.#live();
    const order = live ? { target: "live" } : { target: "file", output: elements.output.value.trim() };
    if (this.#at !== null) {
      order.point = { timestamp: this.#at };
    }
    for (const [key, , liveOnly] of PERMISSIONS) {
      if (elements[key].checked && (live || !liveOnly)) {
        order[key] = true;
      }
    }
    return order;
  }

  async #submit(event) {
    event.preventDefault();
    this.#forget();
    const order = this.#order();
    replace(this.#preview, el("p", { class: "muted" }, "Reading the replica. Nothing is written."));
    try {
      const point = this.#at === null ? "" : `?timestamp=${encodeURIComponent(this.#at)}`;
      const [preview, plan] = await Promise.all([
        post(`${at(this.#name)}/restores`, { ...order, dry_run: true }),
        get(`${at(this.#name)}/plan${point}`),
      ]);
      this.#previewed = { order, key: newKey() };
      replace(this.#preview, showPreview(preview, plan.expected_rows));
      if (preview.would_be === "restored") {
        this.#askToConfirm();
      } else if (preview.overridden_by) {
        this.#offer(preview.overridden_by);
      }
    } catch (error) {
      replace(this.#preview, el("h2", {}, "This restore would be refused"), problem(error));
    }
  }

  /** Leads to the permission that overrides the refusal. The reader ticks it, and previews again. */
  #offer(permission) {
    const box = this.#form.elements[permission];
    const show = () => {
      box.closest("details").open = true;
      box.focus();
    };
    replace(
      this.#confirm,
      el("p", {}, "This permission overrides the refusal: ", el("code", {}, permission)),
      el("button", { type: "button", onclick: show }, "Show the permission"),
    );
  }

  #askToConfirm() {
    const live = this.#live();
    const button = el(
      "button",
      { type: "button", class: "danger", onclick: () => this.#restore(button) },
      "Restore now",
    );
    const typed = el("input", {
      id: "confirm-name",
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => {
        button.disabled = plain(typed.value) !== plain(this.#name);
      },
    });
    button.disabled = live;
    replace(
      this.#confirm,
      live &&
        el(
          "p",
          {},
          el("label", { for: "confirm-name" }, "Type the name of the database to replace it: "),
          el("code", {}, this.#name),
          el("br"),
          typed,
        ),
      button,
    );
    announce("The preview is ready.");
  }

  async #restore(button) {
    const { order, key } = this.#previewed;
    button.disabled = true;
    try {
      const run = await post(`${at(this.#name)}/restores`, order, { "Idempotency-Key": key });
      this.#app.go(`#/restores/${encodeURIComponent(run.id)}`);
    } catch (error) {
      button.disabled = false;
      replace(this.#preview, el("h2", {}, "The restore did not begin"), problem(error));
    }
  }
}

/** Returns a key that makes a repeated request the same run. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** Opens the view that restores a database. */
export function restoreView(app, main, name, parameters) {
  const view = new RestoreView(app, main, name, parameters);
  return { view, close: () => {} };
}
