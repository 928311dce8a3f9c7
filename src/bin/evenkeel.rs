//! Entry point of the command.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    evenkeel::cli::run(std::env::args_os())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
