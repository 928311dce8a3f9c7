// Keeps one build of the site, so that the page works offline and never meets another build's files.
//
// `cargo xtask dist` writes the build's id in place of `null` below and the digests of its files into
// `files.json`. Every request of a page names its build (`?build=`): it is answered with a file whose digest
// that build's list gives, or with an error. A worker without an id is that of a development build: it removes
// what an earlier build left.
const BUILD = null;

const SCOPE = new URL(self.registration.scope).pathname;
const LIST = "files.json";
/** Read when asked for; kept then, but not in advance. */
const GUIDE = "guide/";
/** Other deployments of the origin have caches of their own: theirs begin with another path. */
const PREFIX = `evenkeel ${SCOPE} `;
const cacheOf = (build) => `${PREFIX}${build}`;
const lockOf = (build) => `evenkeel page ${SCOPE} ${build}`;
/** Files are kept below their plain address. */
const place = (path) => new URL(path, self.registration.scope).href;
const address = (path, build) => `${place(path)}?build=${build}`;

async function digest(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The response if its body has the digest, else null. */
async function verified(response, wanted) {
  if (!response?.ok) return null;
  const bytes = await response.arrayBuffer();
  if ((await digest(bytes)) !== wanted) return null;
  const headers = new Headers(response.headers);
  // The bytes are unpacked by now.
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(bytes, { headers });
}

/** The list of a build as the server has it now. Throws if it has that of another one. */
async function listFrom(build) {
  const response = await fetch(address(LIST, build), { cache: "no-store" });
  const list = response.ok ? await response.json() : {};
  if (list.build !== build) throw new Error(`the server does not have build ${build}`);
  return list;
}

/** A file of the list from the network. What the browser's or the host's cache holds may be of another build. */
async function fetched(path, list) {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(address(path, list.build), { cache });
    const file = await verified(response, list.files[path]);
    if (file) return file;
  }
  throw new Error(`${path} is not that of build ${list.build}`);
}

/** Fills this build's cache: all files, or none. What another cache holds of them is not fetched again. */
async function install() {
  const list = await listFrom(BUILD);
  const others = (await cacheNames()).map((name) => caches.open(name));
  const cache = await caches.open(cacheOf(BUILD));
  const kept = async (path) => {
    for (const other of others) {
      const file = await verified(await (await other).match(place(path)), list.files[path]);
      if (file) return file;
    }
    return null;
  };
  try {
    await Promise.all(
      Object.keys(list.files).map(async (path) => {
        await cache.put(place(path), (await kept(path)) ?? (await fetched(path, list)));
      }),
    );
  } catch (error) {
    await caches.delete(cacheOf(BUILD));
    throw error;
  }
}

async function cacheNames() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** Deletes what other builds of this scope kept, but for those of pages that are still open. */
async function tidy() {
  // The cache of a build that is about to follow is no old one.
  if (self.registration.installing || self.registration.waiting) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const pages = windows.filter(({ url }) => isPage(new URL(url).pathname));
  const held = (await self.navigator.locks?.query())?.held ?? [];
  const open = held.map(({ name }) => name).filter((name) => name.startsWith(lockOf("")));
  // A page that has not said yet of which build it is may be of any.
  if (open.length < pages.length) return;
  for (const name of await cacheNames()) {
    const build = name.slice(PREFIX.length);
    if (build !== BUILD && !open.includes(lockOf(build))) await caches.delete(name);
  }
}

const isPage = (pathname) => pathname === SCOPE || pathname === `${SCOPE}index.html`;

/** A file of a build: from its cache, else from the network if the server still has that very build. */
async function fileOf(build, path) {
  // Asked for before it is opened, because opening would make it.
  const cache = (await caches.has(cacheOf(build))) ? await caches.open(cacheOf(build)) : null;
  const kept = await cache?.match(place(path));
  if (kept) return kept;
  return fetched(path, await listFrom(build));
}

async function answer(build, path) {
  try {
    return await fileOf(build, path);
  } catch (error) {
    return new Response(`${error.message}\n`, { status: 410, statusText: "Gone", headers: { "content-type": "text/plain" } });
  }
}

/** The page of this build; if its cache was taken away, whatever the server has. */
async function page(request) {
  try {
    return await fileOf(BUILD, "index.html");
  } catch {
    return fetch(request);
  }
}

/** From the network, and as last seen without one. */
async function visited(request) {
  const cache = await caches.open(cacheOf(BUILD));
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
  // Where there is no room for it, it is still read.
  if (response.ok && !response.redirected) await cache.put(request, response.clone()).catch(() => {});
  return response;
}

function onFetch(event) {
  const { request } = event;
  const { origin, pathname, searchParams } = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (origin !== self.location.origin || !pathname.startsWith(SCOPE)) return;
  const path = pathname.slice(SCOPE.length);
  const build = searchParams.get("build");
  if (request.mode === "navigate" && isPage(pathname)) {
    event.respondWith(page(request));
  } else if (path.startsWith(GUIDE)) {
    event.respondWith(visited(request));
  } else if (build) {
    event.respondWith(answer(build, path));
  }
}

/** Undoes what a sealed build did here: its worker must not stand before a development build. */
async function remove() {
  await self.registration.unregister();
  for (const name of await cacheNames()) await caches.delete(name);
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url).catch(() => {});
}

if (BUILD) {
  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
  self.addEventListener("fetch", onFetch);
  self.addEventListener("message", (event) => {
    if (event.data === "SKIP_WAITING") event.waitUntil(self.skipWaiting());
    // Every page asks once it has started: those that it follows are gone by then.
    if (event.data === "BUILD") {
      event.ports[0]?.postMessage(BUILD);
      event.waitUntil(tidy());
    }
  });
} else {
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(remove()));
}
