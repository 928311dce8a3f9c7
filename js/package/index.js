// Browsers, bundlers and edge functions: the engine is loaded by `init` or `initSync`.

import * as engine from './engine.js';
import { createApi } from './api.js';

let ready = false;

/** Loads the engine: from the file beside this one, or from what is given. */
export async function init(source) {
  if (ready) return;
  await engine.default(source === undefined ? undefined : { module_or_path: source });
  ready = true;
}

/** Loads the engine at once, from a compiled module or its bytes. */
export function initSync(module) {
  if (ready) return;
  engine.initSync({ module });
  ready = true;
}

export const { check, profile, Profile, Model, EvenkeelError, version } = createApi(engine, () => ready);

export default init;
