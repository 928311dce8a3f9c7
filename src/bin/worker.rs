//! Entry point of the web worker.

#[cfg(target_arch = "wasm32")]
fn main() {
    evenkeel::worker::web::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program runs in a browser: cargo xtask serve");
    std::process::exit(2);
}
