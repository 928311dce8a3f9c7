// Browsers, bundlers and edge functions: the engine is loaded by `init` or `initSync`.

import * as engine from "./engine.js";
import { createApi } from "./api.js";

let ready = false;
let loading;

export const { check, profile, Profile, Model, EvenkeelError, version } = createApi(engine, () => ready);

/** Loads the engine: from the file beside this one, or from what is given. */
export async function init(source) {
  if (ready) return;
  // A second module would take the place of the first, and of all that lies in it.
  loading ??= engine.default(source === undefined ? undefined : { module_or_path: source });
  try {
    await loading;
    ready = true;
  } catch (thrown) {
    throw new EvenkeelError(`the engine could not be loaded: ${thrown.message}`, "not_ready", { cause: thrown });
  } finally {
    loading = undefined;
  }
}

/** Loads the engine at once, from a compiled module or its bytes. */
export function initSync(module) {
  if (ready) return;
  if (loading !== undefined) throw new EvenkeelError("the engine is being loaded: await that `init()`", "not_ready");
  try {
    engine.initSync({ module });
  } catch (thrown) {
    throw new EvenkeelError(`the engine could not be loaded: ${thrown.message}`, "not_ready", { cause: thrown });
  }
  ready = true;
}

export default init;
