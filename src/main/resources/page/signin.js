/** Asks for the token. It is kept in this tab only, and is part of no address. */
import { ApiError, get, setToken } from "./api.js";
import { el, replace } from "./dom.js";

/**
 * Shows a dialog. Fires "signed-in" when Litedrill accepts the token.
 *
 * @param why a message, for example that the last token is no longer valid
 */
export function askForToken(why) {
  if (document.querySelector("dialog.sign-in")) {
    return;
  }
  const input = el("input", {
    id: "token",
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    required: true,
  });
  const message = el("p", { class: "problem", role: "alert" }, why);
  message.hidden = why === "";
  const dialog = el(
    "dialog",
    { class: "sign-in", "aria-labelledby": "sign-in-title" },
    el(
      "form",
      { method: "dialog", onsubmit: (event) => submit(event, input, message, dialog) },
      el("h2", { id: "sign-in-title" }, "Sign in"),
      el("p", {}, "Enter a token of litedrill.yml. It is kept for this tab only."),
      message,
      el("label", { for: "token" }, "Token"),
      input,
      el(
        "div",
        { class: "buttons" },
        el("button", { type: "submit", class: "primary" }, "Sign in"),
        el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
      ),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function submit(event, input, message, dialog) {
  event.preventDefault();
  setToken(input.value.trim());
  try {
    const me = await get("/me");
    if (me.token === null) {
      throw new ApiError(401, "Litedrill has no token, so it needs none to read, and refuses changes.");
    }
    dialog.close();
    document.dispatchEvent(new CustomEvent("signed-in"));
  } catch (error) {
    setToken(null);
    replace(message, error.message);
    message.hidden = false;
    input.focus();
    input.select();
  }
}
