// Starts a trainer. As Trunk's loader shim, but with the parameters that wasm-bindgen now wants.
// What it loads is of the build that its own address names.
const { search } = self.location;
importScripts(`./trainer.js${search}`);
// The page hears of errors, not of promises that fail, so one becomes the other.
wasm_bindgen({ module_or_path: `./trainer_bg.wasm${search}` }).catch((reason) => {
  setTimeout(() => {
    throw reason;
  });
});
