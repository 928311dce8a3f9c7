// @ts-check
// The built site as a map of files, and other sites made of it: as another build, as one that is not sealed,
// with a file spoilt on its way. The list of files is written anew here, not by the code under test.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const LIST = "files.json";
const WORKER = "service_worker.js";

export class Site {
  /** @param {Map<string, Buffer>} files by their path below the site */
  constructor(files) {
    this.files = files;
    const list = JSON.parse(this.text(LIST));
    /** @type {string} */
    this.build = list.build;
    /** @type {string[]} */
    this.listed = Object.keys(list.files);
  }

  /** @param {string} folder */
  static read(folder) {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
    return new Site(new Map(names.map((name) => [name, readFileSync(path.join(folder, name))])));
  }

  text(/** @type {string} */ name) {
    const bytes = this.files.get(name);
    if (!bytes) throw new Error(`the site has no ${name}`);
    return bytes.toString("utf8");
  }

  /** The same site with some files changed. */
  with(/** @type {Record<string, string | Buffer>} */ changed) {
    const files = new Map(this.files);
    for (const [name, contents] of Object.entries(changed)) files.set(name, Buffer.from(contents));
    return new Site(files);
  }

  /** As another build: its id in every file, also in the programs, where it has the same length. */
  as(/** @type {string} */ build) {
    if (build.length !== this.build.length) throw new Error(`${build} is not as long as ${this.build}`);
    const files = new Map(
      Array.from(this.files, ([name, bytes]) => [
        name,
        Buffer.from(bytes.toString("latin1").replaceAll(this.build, build), "latin1"),
      ]),
    );
    const digest = (/** @type {string} */ name) =>
      createHash("sha256").update(files.get(name) ?? "").digest("hex");
    const list = { build, files: Object.fromEntries(this.listed.map((name) => [name, digest(name)])) };
    return new Site(files.set(LIST, Buffer.from(JSON.stringify(list))));
  }

  /** With the last byte of a file changed, as by a cache that mixes. */
  spoilt(/** @type {string} */ name) {
    const bytes = Buffer.from(this.files.get(name) ?? "");
    bytes[bytes.length - 1] ^= 1;
    return this.with({ [name]: bytes });
  }

  /** With the service worker of a development build. */
  unsealed() {
    return this.with({ [WORKER]: this.text(WORKER).replace(`const BUILD = "${this.build}";`, "const BUILD = null;") });
  }
}
