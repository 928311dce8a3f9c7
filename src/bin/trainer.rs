//! Entry point of the worker that trains, scores and explains; fetched when it is first needed.

#[cfg(target_arch = "wasm32")]
fn main() {
    evenkeel::worker::web::run_trainer();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program runs in a browser: cargo xtask serve");
    std::process::exit(2);
}
