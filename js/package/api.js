// The package as its users see it, over the engine that WebAssembly exports. Scripts are written once, as
// modules: the task `package` makes their CommonJS forms for `require`.

import { bytesOf, csvOf, fileOf, isData, notData, piecesOf, utf8 } from "./data.js";
import { EvenkeelError, fail } from "./error.js";
import { known, nameOf, optionsJson, readingJson } from "./options.js";

/** Bytes handed to the engine at once. */
const CHUNK = 4 << 20;
/** Version of the package; the tests hold it against the engine's. */
const VERSION = "0.1.0";

/** Makes the package's functions; `engine` holds the exports, `isReady` says whether they can be called. */
export function createApi(engine, isReady = () => true) {
  /** Calls the engine; whatever goes wrong in there comes out as an EvenkeelError. */
  function call(work) {
    if (!isReady()) fail("not_ready", "the engine is not loaded: `await init()` or call `initSync(module)` first");
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof EvenkeelError) throw thrown;
      if (Array.isArray(thrown)) fail(thrown[0], thrown[1]);
      if (thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError) {
        let panic;
        try {
          panic = engine.lastPanic();
        } catch {
          // Then there are no words.
        }
        const reason = panic ?? `${thrown.message}; the data may be too large for its memory`;
        fail("internal", `the engine stopped, which is a bug or want of memory: ${reason}`, thrown);
      }
      throw thrown;
    }
  }

  /** Pushes data of any kind to a reader. */
  function push(reader, data) {
    if (Array.isArray(data)) {
      for (const text of csvOf(data)) reader.push(utf8(text));
      return;
    }
    const bytes = typeof data === "string" ? utf8(data) : bytesOf(data);
    for (let from = 0; from < bytes.length; from += CHUNK) reader.push(bytes.subarray(from, from + CHUNK));
  }

  /** Pushes data to a reader and ends it, which gives the reader back; else it is freed here. */
  function read(reader, data, end) {
    try {
      push(reader, data);
    } catch (thrown) {
      // Where the engine stopped, it still holds the reader.
      if (!(thrown instanceof WebAssembly.RuntimeError)) release(reader);
      throw thrown;
    }
    return end(reader);
  }

  /** Frees an object of the engine; one that a call which ended badly still holds stays. */
  function release(handle) {
    try {
      handle.free();
    } catch {
      // Its memory is lost, nothing else.
    }
  }

  const OURS = Symbol("made by the package");
  /** The engine's own of a profile. */
  let handleOf;

  class Profile {
    #handle;
    #facts;

    static {
      handleOf = (profile) => profile.#handle ?? fail("option", "this profile was freed");
    }

    constructor(handle, by) {
      if (by !== OURS) fail("option", "a Profile is made by `profile(data)` or `Profile.read(bytes)`");
      this.#handle = handle;
    }

    static read(file, options) {
      const name = nameOf(known(options, ["name"]).name, "name", undefined);
      const given = fileOf(file, "profile");
      return call(() => {
        const handle = engine.ProfileHandle.read(name ?? "profile", given);
        if (name !== undefined) handle.rename(name);
        return new Profile(handle, OURS);
      });
    }

    static async fromStream(source, options) {
      const { name, reading: how } = known(options, ["name", "reading"]);
      const pieces = piecesOf(source);
      const json = readingJson(how, undefined);
      const reader = call(() => new engine.Reading(nameOf(name, "name", "data"), json, 0));
      let open = true;
      try {
        for await (const piece of pieces) {
          const bytes = typeof piece === "string" ? utf8(piece) : bytesOf(piece);
          if (bytes === undefined) fail("data", "the stream gave a piece that is neither bytes nor text");
          call(() => push(reader, bytes));
        }
        const handle = call(() => {
          open = false;
          return reader.finish();
        });
        return new Profile(handle, OURS);
      } finally {
        if (open) release(reader);
      }
    }

    #told() {
      this.#facts ??= JSON.parse(call(() => handleOf(this).facts()));
      return this.#facts;
    }

    get name() {
      return this.#told().name;
    }

    get rows() {
      return this.#told().rows;
    }

    get bytes() {
      return this.#told().bytes;
    }

    get columns() {
      return this.#told().columns;
    }

    get hasRows() {
      return this.#told().hasRows;
    }

    toString(options) {
      const { withRows } = known(options, ["withRows"]);
      return call(() => handleOf(this).text(withRows === true));
    }

    toBytes(options) {
      return utf8(this.toString(options));
    }

    toJSON() {
      const handle = handleOf(this);
      if (!call(() => handle.isExactAsJson())) {
        fail("file", "this profile has integers of 64 bits, which an object would round: use toString() or toBytes()");
      }
      return JSON.parse(this.toString());
    }

    free() {
      const handle = this.#handle;
      this.#handle = undefined;
      if (handle !== undefined) release(handle);
    }
  }

  class Model {
    #handle;
    #facts;

    constructor(handle, by) {
      if (by !== OURS) fail("option", "a Model is made by `Model.read(bytes)`");
      this.#handle = handle;
      this.#facts = JSON.parse(call(() => handle.facts()));
    }

    static read(file, options) {
      const { name, columns } = known(options, ["name", "columns"]);
      const given = fileOf(file, "model");
      if (columns !== undefined && !(Array.isArray(columns) && columns.every((column) => typeof column === "string"))) {
        fail("option", "columns: an array of names is needed");
      }
      const title = nameOf(name, "name", "model");
      return call(() => new Model(engine.ModelHandle.read(title, given, columns), OURS));
    }

    get format() {
      return this.#facts.format;
    }

    get target() {
      return this.#facts.target;
    }

    get classes() {
      return this.#facts.classes;
    }

    get inputs() {
      return this.#facts.inputs;
    }

    get unnamedInputs() {
      return this.#facts.unnamedInputs;
    }

    predict(data, options) {
      const { name, reading: how } = known(options, ["name", "reading"]);
      const handle = this.#handle ?? fail("option", "this model was freed");
      if (!isData(data)) notData("what is to be scored");
      if (Array.isArray(data) && data.length === 0) return [];
      const json = readingJson(how, data);
      const title = nameOf(name, "name", "rows");
      const { labels, probabilities } = call(() =>
        read(new engine.RowReading(title, json), data, (reader) => {
          const scores = handle.predict(reader);
          const taken = { labels: scores.labels(), probabilities: scores.probabilities() };
          scores.free();
          return taken;
        }),
      );
      const classes = this.classes;
      return Array.from(labels, (label, row) => ({
        prediction: classes[label],
        probabilities: Object.fromEntries(classes.map((name, at) => [name, probabilities[row * classes.length + at]])),
      }));
    }

    free() {
      const handle = this.#handle;
      this.#handle = undefined;
      if (handle !== undefined) release(handle);
    }
  }

  // Where `using` is known, leaving the block frees.
  if (typeof Symbol.dispose === "symbol") {
    for (const made of [Profile, Model]) {
      Object.defineProperty(made.prototype, Symbol.dispose, { value: made.prototype.free, configurable: true });
    }
  }

  /** Whether the data is a saved profile or a model's file, which have names of their own. */
  function isSaved(data) {
    const head = typeof data === "string" ? utf8(data.slice(0, 512)) : bytesOf(data)?.subarray(0, 512);
    return head !== undefined && call(() => engine.isProfile(head));
  }

  /** Data of any kind to a profile. */
  function made(data, name, how) {
    if (isSaved(data)) return Profile.read(data, name === undefined ? {} : { name });
    const json = readingJson(how, data);
    return call(() => {
      const expected = typeof data === "string" ? data.length : (bytesOf(data)?.length ?? 0);
      const reader = new engine.Reading(name ?? "data", json, expected);
      return read(reader, data, () => new Profile(reader.finish(), OURS));
    });
  }

  function profile(data, options) {
    const { name, reading: how } = known(options, ["name", "reading"]);
    if (!isData(data)) notData("what is to be profiled");
    return made(data, nameOf(name, "name", undefined), how);
  }

  function check(reference, current, options) {
    const names = known(options?.names, ["reference", "current"]);
    const json = optionsJson(options, ["names", "reading"]);
    const given = {
      reference: nameOf(names.reference, "names.reference"),
      current: nameOf(names.current, "names.current"),
    };
    const temporary = [];
    const side = (data, what) => {
      if (data instanceof Profile) return data;
      if (!isData(data)) notData(`the ${what === "current" ? "current data" : "reference"}`);
      const fresh = made(data, given[what] ?? (isSaved(data) ? undefined : what), options?.reading);
      temporary.push(fresh);
      return fresh;
    };
    try {
      const sides = [side(reference, "reference"), side(current, "current")];
      const [first, second] = sides.map(handleOf);
      const found = JSON.parse(call(() => engine.check(first, second, json)));
      for (const what of ["reference", "current"]) found[what].name = given[what] ?? found[what].name;
      return found;
    } finally {
      for (const fresh of temporary) fresh.free();
    }
  }

  return { check, profile, Profile, Model, EvenkeelError, version: VERSION };
}
