// The package as its users see it, over the engine that WebAssembly exports. Written once: the build
// makes `api.cjs` of it for `require`, by turning the one `export` below into its CommonJS form.

/** Bytes handed to the engine at once. */
const CHUNK = 4 << 20;
/** Rows written as text at once. */
const ROWS = 10_000;

/** Version of the package; the tests hold it against the engine's. */
const VERSION = '0.1.0';

/** Makes the package's functions; `engine` holds the exports, `isReady` says whether they can be called. */
export function createApi(engine, isReady = () => true) {
  class EvenkeelError extends Error {
    constructor(message, code, options) {
      super(message, options);
      this.name = 'EvenkeelError';
      this.code = code;
    }
  }

  const fail = (code, message, cause) => {
    throw new EvenkeelError(message, code, cause === undefined ? undefined : { cause });
  };

  /** Calls the engine; whatever goes wrong in there comes out as an EvenkeelError. */
  function call(work) {
    if (!isReady()) fail('not_ready', 'the engine is not loaded: `await init()` or call `initSync(module)` first');
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
        fail('internal', `the engine stopped, which is a bug or want of memory: ${reason}`, thrown);
      }
      throw thrown;
    }
  }

  /** The options that the engine reads, as JSON. JSON would turn NaN into null and so ignore it. */
  function optionsJson(options, omitted) {
    if (options === undefined || options === null) return '{}';
    if (typeof options !== 'object' || Array.isArray(options)) fail('option', 'options: an object is needed');
    const checked = (key, value) => {
      if (typeof value === 'number' && !Number.isFinite(value)) fail('option', `${key}: ${value} is not a number`);
      if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
        fail('option', `${key}: a ${typeof value} cannot be used`);
      }
      return value;
    };
    const taken = Object.fromEntries(Object.entries(options).filter(([name]) => !omitted.includes(name)));
    try {
      return JSON.stringify(taken, checked);
    } catch (thrown) {
      if (thrown instanceof EvenkeelError) throw thrown;
      return fail('option', `options: ${thrown.message}`, thrown);
    }
  }

  /** Options with these names and no others. */
  function known(options, names) {
    if (options === undefined || options === null) return {};
    if (typeof options !== 'object' || Array.isArray(options)) fail('option', 'options: an object is needed');
    for (const name of Object.keys(options)) {
      if (!names.includes(name)) {
        fail('option', `options: unknown field \`${name}\`, expected one of ${names.map((it) => `\`${it}\``).join(', ')}`);
      }
    }
    return options;
  }

  function nameOf(name, option, otherwise) {
    if (name === undefined || name === null) return otherwise;
    return typeof name === 'string' ? name : fail('option', `${option}: a text is needed`);
  }

  /** Bytes as a Uint8Array over the same memory, or undefined if it is something else. */
  function bytesOf(value) {
    if (value instanceof Uint8Array) return value;
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const isBuffer = (it) => ['[object ArrayBuffer]', '[object SharedArrayBuffer]'].includes(Object.prototype.toString.call(it));
    return isBuffer(value) ? new Uint8Array(value) : undefined;
  }

  const encoder = new TextEncoder();

  /** One cell of a row of plain values, as CSV. */
  function cell(value, row, column) {
    switch (typeof value) {
      case 'undefined':
        return '';
      case 'number':
        return Number.isNaN(value) ? '' : String(value);
      case 'boolean':
      case 'bigint':
        return String(value);
      case 'string':
        return quoted(value);
      case 'object':
        if (value === null) return '';
        if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
    }
    const what = Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
    return fail('data', `row ${row + 1}, column \`${column}\`: a cell cannot be ${what}, use a number, text, boolean, Date or null`);
  }

  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  /** The rows as CSV text, some thousand at a time. The `sep` line has the reader take the rest as it is. */
  function* csvOf(rows) {
    const columns = new Set();
    for (const [at, row] of rows.entries()) {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) {
        fail('data', `row ${at + 1} is not an object: rows are objects with a value for each column`);
      }
      for (const name of Object.keys(row)) columns.add(name);
    }
    const names = [...columns];
    if (names.length === 0) return;
    // A line with nothing on it is no record, so a lone empty cell is quoted.
    const line = (cells) => (cells.length === 1 && cells[0] === '' ? '""' : cells.join(','));
    yield `sep=,\n${line(names.map(quoted))}\n`;
    for (let from = 0; from < rows.length; from += ROWS) {
      let text = '';
      for (let at = from; at < Math.min(from + ROWS, rows.length); at += 1) {
        const row = rows[at];
        text += `${line(names.map((name) => (Object.hasOwn(row, name) ? cell(row[name], at, name) : '')))}\n`;
      }
      yield text;
    }
  }

  /** Text and rows are UTF-8 and spelled as above, whatever the options say of files. */
  function readingJson(reading, data) {
    const own = Array.isArray(data)
      ? { delimiter: ',', encoding: 'utf-8', decimalComma: false }
      : typeof data === 'string'
        ? { encoding: 'utf-8' }
        : {};
    if (reading !== undefined && reading !== null && (typeof reading !== 'object' || Array.isArray(reading))) {
      fail('option', 'reading: an object is needed');
    }
    return optionsJson({ ...reading, ...own }, []);
  }

  /** Pushes data of any kind to a reader. */
  function push(reader, data) {
    if (Array.isArray(data)) {
      for (const text of csvOf(data)) reader.push(encoder.encode(text));
      return;
    }
    const bytes = typeof data === 'string' ? encoder.encode(data) : bytesOf(data);
    for (let from = 0; from < bytes.length; from += CHUNK) reader.push(bytes.subarray(from, from + CHUNK));
  }

  const isData = (data) => typeof data === 'string' || Array.isArray(data) || bytesOf(data) !== undefined;
  const notData = (what) =>
    fail('data', `${what} is not data: use CSV text, bytes (Uint8Array, ArrayBuffer) or an array of row objects`);

  /** Runs `work` with a reader that is freed whatever happens; one that was finished is gone already. */
  function reading(reader, work) {
    let done = false;
    try {
      const result = work(reader);
      done = true;
      return result;
    } finally {
      if (!done) release(reader);
    }
  }

  /** After a call that ended badly the engine may hold the object; then it stays. */
  function release(handle) {
    try {
      handle.free();
    } catch {
      // Its memory is lost, nothing else.
    }
  }

  /** A file of ours as bytes. Bundlers give imported JSON as an object, which is taken as well. */
  function fileOf(value, what) {
    const bytes = typeof value === 'string' ? encoder.encode(value) : bytesOf(value);
    if (bytes !== undefined) return bytes;
    if (typeof value?.format !== 'string' || !value.format.startsWith('evenkeel.')) {
      fail('file', `a ${what} is read from its bytes, its text, or the object that its JSON is`);
    }
    const exact = (key, it) => {
      if ((key === 'sample' && it !== null) || (key === 'text_limit' && it !== null && !Number.isSafeInteger(it))) {
        fail('file', `this ${what} has integers of 64 bits, which an object rounds: read it from its bytes or text`);
      }
      return it;
    };
    return encoder.encode(JSON.stringify(value, exact));
  }

  /** Something that gives a stream's pieces; not every browser can iterate its own streams. */
  function piecesOf(source) {
    if (typeof source?.[Symbol.asyncIterator] === 'function' || typeof source?.[Symbol.iterator] === 'function') return source;
    if (typeof source?.getReader !== 'function') {
      fail('data', 'the source is not a stream: use something that can be iterated and gives bytes');
    }
    return (async function* () {
      const reader = source.getReader();
      try {
        for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
      } finally {
        reader.releaseLock();
      }
    })();
  }

  const OURS = Symbol('made by the package');
  /** The engine's own of a profile. */
  let handleOf;

  class Profile {
    #handle;
    #facts;

    static {
      handleOf = (profile) => profile.#handle ?? fail('option', 'this profile was freed');
    }

    constructor(handle, by) {
      if (by !== OURS) fail('option', 'a Profile is made by `profile(data)` or `Profile.read(bytes)`');
      this.#handle = handle;
    }

    static read(file, options) {
      const name = nameOf(known(options, ['name']).name, 'name', undefined);
      const given = fileOf(file, 'profile');
      return call(() => {
        const handle = engine.ProfileHandle.read(name ?? 'profile', given);
        if (name !== undefined) handle.rename(name);
        return new Profile(handle, OURS);
      });
    }

    static async fromStream(source, options) {
      const { name, reading: how } = known(options, ['name', 'reading']);
      const pieces = piecesOf(source);
      const json = readingJson(how, undefined);
      const reader = call(() => new engine.Reading(nameOf(name, 'name', 'data'), json, 0));
      let done = false;
      try {
        for await (const piece of pieces) {
          const bytes = typeof piece === 'string' ? encoder.encode(piece) : bytesOf(piece);
          if (bytes === undefined) fail('data', 'the stream gave a piece that is neither bytes nor text');
          call(() => push(reader, bytes));
        }
        const handle = call(() => {
          done = true;
          return reader.finish();
        });
        return new Profile(handle, OURS);
      } finally {
        if (!done) release(reader);
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
      const { withRows } = known(options, ['withRows']);
      return call(() => handleOf(this).text(withRows === true));
    }

    toBytes(options) {
      return encoder.encode(this.toString(options));
    }

    toJSON() {
      const handle = handleOf(this);
      if (!call(() => handle.isExactAsJson())) {
        fail('file', 'this profile has integers of 64 bits, which an object would round: use toString() or toBytes()');
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
      if (by !== OURS) fail('option', 'a Model is made by `Model.read(bytes)`');
      this.#handle = handle;
      this.#facts = JSON.parse(call(() => handle.facts()));
    }

    static read(file, options) {
      const { name, columns } = known(options, ['name', 'columns']);
      const given = fileOf(file, 'model');
      if (columns !== undefined && !(Array.isArray(columns) && columns.every((column) => typeof column === 'string'))) {
        fail('option', 'columns: an array of names is needed');
      }
      const title = nameOf(name, 'name', 'model');
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
      const { name, reading: how } = known(options, ['name', 'reading']);
      const handle = this.#handle ?? fail('option', 'this model was freed');
      if (!isData(data)) notData('what is to be scored');
      if (Array.isArray(data) && data.length === 0) return [];
      const json = readingJson(how, data);
      const title = nameOf(name, 'name', 'rows');
      const { labels, probabilities } = call(() =>
        reading(new engine.RowReading(title, json), (reader) => {
          push(reader, data);
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
  if (typeof Symbol.dispose === 'symbol') {
    for (const made of [Profile, Model]) {
      Object.defineProperty(made.prototype, Symbol.dispose, { value: made.prototype.free, configurable: true });
    }
  }

  /** Whether the data is a saved profile or a model's file, which have names of their own. */
  function isSaved(data) {
    const head = typeof data === 'string' ? encoder.encode(data.slice(0, 512)) : bytesOf(data)?.subarray(0, 512);
    return head !== undefined && call(() => engine.isProfile(head));
  }

  /** Data of any kind to a profile. */
  function made(data, name, how) {
    if (isSaved(data)) return Profile.read(data, name === undefined ? {} : { name });
    const json = readingJson(how, data);
    return call(() => {
      const expected = typeof data === 'string' ? data.length : (bytesOf(data)?.length ?? 0);
      const reader = new engine.Reading(name ?? 'data', json, expected);
      return reading(reader, () => {
        push(reader, data);
        return new Profile(reader.finish(), OURS);
      });
    });
  }

  function profile(data, options) {
    const { name, reading: how } = known(options, ['name', 'reading']);
    if (!isData(data)) notData('what is to be profiled');
    return made(data, nameOf(name, 'name', undefined), how);
  }

  function check(reference, current, options) {
    const names = known(options?.names, ['reference', 'current']);
    const json = optionsJson(options, ['names', 'reading']);
    const given = { reference: nameOf(names.reference, 'names.reference'), current: nameOf(names.current, 'names.current') };
    const temporary = [];
    const side = (data, what) => {
      if (data instanceof Profile) return data;
      if (!isData(data)) notData(`the ${what === 'current' ? 'current data' : 'reference'}`);
      const fresh = made(data, given[what] ?? (isSaved(data) ? undefined : what), options?.reading);
      temporary.push(fresh);
      return fresh;
    };
    try {
      const sides = [side(reference, 'reference'), side(current, 'current')];
      const [first, second] = sides.map(handleOf);
      const found = JSON.parse(call(() => engine.check(first, second, json)));
      for (const what of ['reference', 'current']) found[what].name = given[what] ?? found[what].name;
      return found;
    } finally {
      for (const fresh of temporary) fresh.free();
    }
  }

  return { check, profile, Profile, Model, EvenkeelError, version: VERSION };
}
