/** Reads and changes the state of the daemon. */

const TOKEN = "litedrill.token";

/** A refused or failed request; the message says what to do. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Returns the headers that authorize a request. The token stays in this tab. */
export function authorization() {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Returns whether a token was entered. */
export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

/** Stores the token for this tab, or forgets it. */
export function setToken(token) {
  if (token) {
    sessionStorage.setItem(TOKEN, token);
  } else {
    sessionStorage.removeItem(TOKEN);
  }
}

async function send(method, path, body, headers) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...authorization(),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
    });
  } catch {
    throw new ApiError(0, "Litedrill does not respond. Check that the daemon runs and can be reached.");
  }
  return read(response);
}

async function read(response) {
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ApiError(response.status, `The response is not JSON (status ${response.status}).`);
  }
  if (!response.ok) {
    const error = new ApiError(response.status, json.detail ?? json.title ?? "The request failed.");
    if (response.status === 401) {
      document.dispatchEvent(new CustomEvent("unauthorized", { detail: error.message }));
    }
    throw error;
  }
  return json;
}

/** Reads JSON. */
export function get(path) {
  return send("GET", `/api/v1${path}`);
}

/** Starts something. */
export function post(path, body, headers) {
  return send("POST", `/api/v1${path}`, body, headers);
}

/** Cancels something. */
export function cancel(path) {
  return send("DELETE", `/api/v1${path}`);
}

/** Returns the path of a database. */
export function database(name) {
  return `/databases/${encodeURIComponent(name)}`;
}
