// Starts the page. A file of its own, because the Content-Security-Policy allows no inline script.

// The theme before the first paint: the remembered one, else the one the system prefers.
let theme = null;
try {
  theme = localStorage.getItem("evenkeel.theme");
} catch {
  // Storage is blocked: the system's preference stands.
}
if (theme !== "light" && theme !== "dark") {
  theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
document.documentElement.dataset.theme = theme;

const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
const here = document.baseURI;
import(new URL(js, here).href)
  .then((page) => page.default({ module_or_path: new URL(wasm, here) }))
  .catch((error) => {
    const sentence = document.createElement("p");
    sentence.setAttribute("role", "alert");
    sentence.textContent = `Evenkeel could not start in this browser (${error.message}). It needs a current Chrome, Edge, Firefox or Safari.`;
    document.body.prepend(sentence);
  });
