// Starts a trainer. As Trunk's loader shim, but with the parameters that wasm-bindgen now wants.
importScripts("./trainer.js");
// The page hears of errors, not of promises that fail, so one becomes the other.
wasm_bindgen({ module_or_path: "./trainer_bg.wasm" }).catch((reason) => {
  setTimeout(() => {
    throw reason;
  });
});
