//! Tasks of the project: `serve`, `test`, `check`, `bench`, `dist`.

fn main() {
    eprintln!("usage: cargo xtask serve | test | check | bench | dist");
    std::process::exit(2);
}
