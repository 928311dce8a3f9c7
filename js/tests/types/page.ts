// A page or an edge function, with the types of the web.

import { check, init, initSync, Model, Profile } from "evenkeel";

declare const compiled: WebAssembly.Module;

export async function load(response: Response, file: File): Promise<Response> {
  await init(new URL("https://example.org/engine_bg.wasm"));
  initSync(compiled);
  const reference = response.body ? await Profile.fromStream(response.body) : Profile.read(await file.arrayBuffer());
  const current = await Profile.fromStream(file.stream());
  const model = Model.read(await file.arrayBuffer());
  const scored = model.predict(await file.text());
  return new Response(reference.toBytes(), {
    headers: { rows: String(scored.length + check(reference, current).findings.length) },
  });
}
