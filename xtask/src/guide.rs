//! The guide: `docs/` as a book, built by mdBook.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::arguments::Arguments;
use crate::failure::{Failure, Outcome};
use crate::paths;
use crate::process::Program;
use crate::size;
use crate::tools;

/// Its folder in the site.
pub(crate) const FOLDER: &str = "guide";

/// What the build leaves in the book that no reader needs.
const LEFT_OUT: [&str; 1] = ["book.toml"];

/// `cargo xtask guide`: the guide alone, for those who write it.
pub(crate) fn run(arguments: &mut Arguments) -> Outcome {
    arguments.finish()?;
    let folder = paths::target()?.join(FOLDER);
    build(&folder)?;
    println!("the guide is in {}", folder.display());
    Ok(())
}

/// Builds the guide into `folder`, unless what is there is newer than every chapter.
pub(crate) fn build(folder: &Path) -> Outcome {
    let docs = paths::root().join("docs");
    if is_fresh(folder, &docs) {
        return Ok(());
    }
    tools::ensure(tools::MDBOOK)?;
    tools::tidy()?;
    Program::new("mdbook")?.args(&["build", "--dest-dir"]).args(&[folder]).args(&[&docs]).run()?;
    for name in LEFT_OUT {
        let file = folder.join(name);
        if file.is_file() {
            fs::remove_file(&file).map_err(|error| Failure::file("remove", &file, &error))?;
        }
    }
    Ok(())
}

fn is_fresh(folder: &Path, docs: &Path) -> bool {
    let newest = size::files(docs).iter().filter_map(|file| changed(file)).max();
    changed(&folder.join("index.html")).is_some_and(|made| newest.is_some_and(|newest| newest < made))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|facts| facts.modified()).ok()
}
