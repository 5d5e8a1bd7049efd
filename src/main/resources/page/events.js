/**
 * Listens to the daemon's events. EventSource cannot send a token, so the stream is read with fetch; the id of the last
 * event is sent when the connection is made again.
 */
import { authorization } from "./api.js";

const SILENCE = 16_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 15_000;

/** Splits a stream of text into events. */
class Parser {
  #rest = "";

  /** Returns the events that are complete after this text. */
  push(text) {
    const parts = (this.#rest + text).split("\n\n");
    this.#rest = parts.pop();
    return parts.map(parse).filter((event) => event.data !== undefined);
  }
}

function parse(block) {
  const event = { type: "message" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    const value = line.slice(colon + 2);
    if (line.startsWith("id: ")) {
      event.id = value;
    } else if (line.startsWith("event: ")) {
      event.type = value;
    } else if (line.startsWith("data: ")) {
      event.data = JSON.parse(value);
    }
  }
  return event;
}

/** Keeps one connection open, and connects again when it is lost. */
export class Events extends EventTarget {
  #last;
  #abort = new AbortController();
  #delay = FIRST_DELAY;

  /** Connects with the current token. */
  start() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#delay = FIRST_DELAY;
    this.#run(this.#abort.signal);
  }

  async #run(signal) {
    while (!signal.aborted) {
      const failed = await this.#listen(signal).then(
        () => false,
        () => true,
      );
      if (signal.aborted) {
        return;
      }
      this.#state("lost");
      await new Promise((resolve) => setTimeout(resolve, this.#delay));
      this.#delay = failed ? Math.min(this.#delay * 2, LONGEST_DELAY) : FIRST_DELAY;
    }
  }

  async #listen(signal) {
    const connection = new AbortController();
    const stop = () => connection.abort();
    signal.addEventListener("abort", stop);
    let silence = setTimeout(stop, SILENCE);
    try {
      const headers = { ...authorization(), ...(this.#last ? { "Last-Event-ID": this.#last } : {}) };
      const response = await fetch("/api/v1/events", {
        headers,
        signal: connection.signal,
        cache: "no-store",
        credentials: "omit",
      });
      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }
      this.#state("live");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new Parser();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        this.#delay = FIRST_DELAY;
        clearTimeout(silence);
        silence = setTimeout(stop, SILENCE);
        parser.push(part.value).forEach((event) => this.#deliver(event));
      }
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", stop);
    }
  }

  #deliver(event) {
    this.#last = event.id ?? this.#last;
    this.dispatchEvent(new CustomEvent("event", { detail: event }));
  }

  #state(state) {
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}
