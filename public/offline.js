// Has the service worker keep this build, and tells the page when another one is ready. It never reloads
// unless the page asks. A file of its own, because the Content-Security-Policy allows no inline script.

// A sealed build names itself in every address; a development build does not, and is not kept.
const build = new URL(import.meta.url).searchParams.get("build");
const scope = new URL("./", import.meta.url);
const HOUR = 3_600_000;

/** Which build a service worker is of, or null if it does not answer. */
function buildOf(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, 5_000, null);
    worker.postMessage("BUILD", [port2]);
  });
}

/** Tells the page, which may not have started yet, if the worker is of another build; of each once. */
async function tell(worker) {
  const other = worker && (await buildOf(worker));
  if (!other || other === build || document.documentElement.dataset.update === other) return;
  document.documentElement.dataset.update = other;
  window.dispatchEvent(new Event("evenkeel:update"));
}

/** Tells the page once the worker that is being installed waits for its turn. */
function follow(worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed") tell(worker);
  });
}

/** Lets the waiting worker take over, if there is one, and then reloads. */
function reload(registration) {
  const next = registration.waiting;
  if (!next) return location.reload();
  next.addEventListener("statechange", () => {
    if (next.state === "activated" || next.state === "redundant") location.reload();
  });
  next.postMessage("SKIP_WAITING");
}

async function start(container) {
  // Held while the page lives, so that service workers see which builds are still open.
  navigator.locks?.request(`evenkeel page ${scope.pathname} ${build}`, { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
  // The first visit's own files come first.
  if (document.readyState !== "complete") {
    await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  }
  const registration = await container.register(new URL("service_worker.js", scope), {
    scope: scope.href,
    updateViaCache: "none",
  });
  if (!registration) return;
  window.addEventListener("evenkeel:reload", () => reload(registration));
  registration.addEventListener("updatefound", () => follow(registration.installing));
  container.addEventListener("controllerchange", () => tell(container.controller));
  follow(registration.installing);
  tell(registration.waiting);
  tell(container.controller);

  // The browser looks for a new version when a page is opened; one that stays open looks when it is seen again.
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < HOUR) return;
    looked = Date.now();
    registration.update().catch(() => {});
  });
}

if (build) {
  try {
    // Without service workers, or with storage denied, the page works as before: from the network.
    if (navigator.serviceWorker) start(navigator.serviceWorker).catch(() => {});
  } catch {
    // Some browsers throw at the mere question.
  }
}
