//! Entry point of the page: mounts the app. On native targets there is no page.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(evenkeel::app::App);
}

#[cfg(not(all(target_arch = "wasm32", feature = "page")))]
fn main() {
    println!("The page runs in a browser: start it with `cargo xtask serve`.");
}
