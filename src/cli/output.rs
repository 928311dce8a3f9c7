//! Files and streams that the commands write to.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::CliError;
use crate::worker::native::Progress;

/// Writes a text to a file, or to stdout when the path is `-`.
///
/// A file is written beside its name first and renamed, so that a reader never sees half of it;
/// what is no plain file (a device, a pipe, a link) is written into, not replaced.
///
/// # Errors
///
/// [`CliError::Write`] with the system's reason. A closed stdout is not an error.
pub(super) fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let fail =
        |error: io::Error| CliError::Write { path: path.display().to_string(), reason: error.to_string() };
    if path == Path::new("-") {
        return print(text).map_err(fail);
    }
    if std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        return std::fs::write(path, text).map_err(fail);
    }
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    std::fs::write(&draft, text).and_then(|()| std::fs::rename(&draft, path)).map_err(|error| {
        // The draft is ours; if it cannot be removed there is nothing more to do.
        let _ = std::fs::remove_file(&draft);
        fail(error)
    })
}

/// Prints to stdout; a reader that went away (`| head`) ends it quietly.
pub(super) fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The error for a stdout that cannot be written.
pub(super) fn stdout_failed(error: io::Error) -> CliError {
    CliError::Write { path: "-".to_owned(), reason: error.to_string() }
}

/// Progress of an analysis on stderr, drawn again on a terminal; elsewhere nothing.
pub(super) struct StageLine {
    shown: bool,
    last: Option<(String, u64)>,
}

impl StageLine {
    pub(super) fn new(quiet: bool) -> Self {
        Self { shown: !quiet && io::stderr().is_terminal(), last: None }
    }

    pub(super) fn update(&mut self, stage: &str, done: u64, total: u64) {
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        let now = Some((stage.to_owned(), percent));
        if self.shown && self.last != now {
            eprint!("\r\x1b[2K{stage} {percent:3} %");
            self.last = now;
        }
    }

    /// The work is done: clears the line, as dropping it does.
    pub(super) fn finish(self) {}
}

impl Drop for StageLine {
    fn drop(&mut self) {
        if self.last.is_some() {
            eprint!("\r\x1b[2K");
        }
    }
}

/// Progress on stderr: a line that is drawn again on a terminal; elsewhere one line at the end,
/// so that a log says what was read and an error stays the only line.
pub(super) struct ProgressLine {
    quiet: bool,
    terminal: bool,
    last: Option<Progress>,
}

impl ProgressLine {
    pub(super) fn new(quiet: bool) -> Self {
        Self { quiet, terminal: io::stderr().is_terminal(), last: None }
    }

    pub(super) fn update(&mut self, progress: &Progress) {
        let percent = |p: &Progress| (p.bytes * 100).checked_div(p.total).unwrap_or(100);
        let moved = self.last.as_ref().map(percent) != Some(percent(progress));
        self.last = Some(*progress);
        if self.terminal && !self.quiet && moved {
            eprint!(
                "\rreading {:3} %, {:.0} MB, {} rows",
                percent(progress),
                progress.bytes as f64 / 1e6,
                progress.rows
            );
        }
    }

    /// The work is done: clears the line, or says what was read.
    pub(super) fn finish(mut self) {
        if let Some(last) = self.last
            && !self.terminal
            && !self.quiet
        {
            self.last = None;
            eprintln!("read {:.1} MB, {} rows", last.bytes as f64 / 1e6, last.rows);
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.terminal && !self.quiet && self.last.is_some() {
            eprint!("\r\x1b[2K");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_written_through_and_stays_a_link() {
        let folder = std::env::temp_dir().join(format!("evenkeel-output-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, link) = (folder.join("file.json"), folder.join("link.json"));
        std::fs::write(&file, "before").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write(&link, "after").unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "after");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
