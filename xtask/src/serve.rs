//! `cargo xtask serve`: the page on this machine.

use crate::arguments::Arguments;
use crate::dist;
use crate::failure::Outcome;
use crate::server::Server;

const DEFAULT_PORT: u16 = 8080;

/// Builds the page, serves it and prints its address; runs until it is stopped.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    let port = arguments.number("--port")?;
    let release = arguments.flag("--release");
    arguments.finish()?;
    let folder = if release { dist::build()? } else { dist::build_for_development()? };
    // Without a wish, any free port will do when the usual one is taken.
    let server = match port {
        Some(port) => Server::bind(&folder, "/", port)?,
        None => Server::bind(&folder, "/", DEFAULT_PORT).or_else(|_| Server::bind(&folder, "/", 0))?,
    };
    println!("Evenkeel is at {}  (stop it with Ctrl-C)", server.url());
    server.serve();
    Ok(())
}
