// @ts-check
// A static host whose sites can be replaced, and which can be cut off.
import { createServer } from "node:http";

/** @typedef {import("./site.js").Site} Site */

const TYPES = /** @type {Record<string, string>} */ ({
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  wasm: "application/wasm",
  svg: "image/svg+xml",
  png: "image/png",
});

export class Host {
  /** Sites by the path they lie below, which begins and ends with a slash. @type {Map<string, Site>} */
  sites = new Map();
  /** Paths and queries that were asked for since the list was last emptied. @type {string[]} */
  asked = [];
  /** Whether nothing gets through. */
  isCutOff = false;
  origin = "";

  async start() {
    this.server = createServer((request, response) => this.#answer(request, response));
    await new Promise((resolve) => this.server?.listen(0, "127.0.0.1", () => resolve(null)));
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the host has no port");
    this.origin = `http://127.0.0.1:${address.port}`;
    return this;
  }

  async stop() {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** Ends every conversation, and answers no more until `connect`. */
  cutOff() {
    this.isCutOff = true;
    this.server?.closeAllConnections();
  }

  connect() {
    this.isCutOff = false;
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  #answer(request, response) {
    if (this.isCutOff) return request.socket.destroy();
    this.asked.push(request.url ?? "");
    const { pathname } = new URL(request.url ?? "/", this.origin);
    for (const [prefix, site] of this.sites) {
      if (!pathname.startsWith(prefix)) continue;
      const name = pathname.slice(prefix.length) || "index.html";
      const bytes = site.files.get(name);
      if (!bytes) continue;
      const type = TYPES[name.split(".").pop() ?? ""] ?? "application/octet-stream";
      // As GitHub Pages: everything may lie in the browser's cache for ten minutes.
      response.writeHead(200, { "content-type": type, "cache-control": "max-age=600" });
      return response.end(bytes);
    }
    response.writeHead(404).end();
  }
}
