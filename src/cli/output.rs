//! Files and streams that the commands write to.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

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
    write_bytes(path, text.as_bytes())
}

/// The same with bytes.
pub(super) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut draft = Draft::create(path)?;
    draft.write(bytes)?;
    draft.finish()
}

/// A file, or stdout, that is written piece by piece and stands under its name when it is whole.
pub(super) struct Draft {
    path: PathBuf,
    to: DraftTo,
}

enum DraftTo {
    Stdout,
    /// What is no plain file, written into.
    Into(File),
    /// Beside its name, until it is whole.
    Beside(File, PathBuf),
    Finished,
}

impl Draft {
    pub(super) fn create(path: &Path) -> Result<Self, CliError> {
        let to = if path == Path::new("-") {
            DraftTo::Stdout
        } else if std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
            DraftTo::Into(File::create(path).map_err(|error| failed(path, &error))?)
        } else {
            let mut draft = path.as_os_str().to_owned();
            draft.push(".part");
            let draft = PathBuf::from(draft);
            DraftTo::Beside(File::create(&draft).map_err(|error| failed(path, &error))?, draft)
        };
        Ok(Self { path: path.to_owned(), to })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        match &mut self.to {
            DraftTo::Stdout => print_bytes(bytes),
            DraftTo::Into(file) | DraftTo::Beside(file, _) => file.write_all(bytes),
            DraftTo::Finished => Ok(()),
        }
        .map_err(|error| failed(&self.path, &error))
    }

    /// Puts the file under its name.
    pub(super) fn finish(mut self) -> Result<(), CliError> {
        if let DraftTo::Beside(file, draft) = &self.to {
            let moved = file.sync_all().and_then(|()| std::fs::rename(draft, &self.path));
            moved.map_err(|error| failed(&self.path, &error))?;
        }
        self.to = DraftTo::Finished;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let DraftTo::Beside(_, draft) = &self.to {
            // The draft is ours; if it cannot be removed there is nothing more to do.
            let _ = std::fs::remove_file(draft);
        }
    }
}

fn failed(path: &Path, error: &io::Error) -> CliError {
    CliError::Write { path: path.display().to_string(), reason: error.to_string() }
}

/// Prints to stdout; a reader that went away (`| head`) ends it quietly.
pub(super) fn print(text: &str) -> io::Result<()> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    match io::stdout().lock().write_all(bytes) {
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
