//! The saved profile: a reference without its rows.
//!
//! JSON, so that anything can read it: `format`, `format_version`, `tool`, `profile`.
//! It holds each column's distinct values and counts, hence exactly what the verdicts
//! need; it holds no rows unless asked to (`sample`), but it is not anonymous.
//!
//! Of a column with more than [`KEPT_TEXTS`](crate::data::KEPT_TEXTS) distinct texts those with
//! the lowest [`text_rank`](crate::data::text_rank) are held; `text_limit` is the highest rank
//! among them (an integer of 64 bits, so not every JSON reader keeps its last digits), and
//! `texts.other_rows` counts the rows of all other texts. What is read is checked: counts that
//! contradict each other, names that repeat and texts beyond the limit are refused.

use serde::{Deserialize, Serialize};

use super::ReportError;
use super::check_json::Tool;
use super::model_file::{self, MODEL_FORMAT};
use crate::drift::DatasetProfile;

/// Name of the format.
pub const PROFILE_FORMAT: &str = "evenkeel.profile";
/// Version of the format that this build writes and the newest it reads.
pub const PROFILE_FORMAT_VERSION: u32 = 1;

/// Whether a file that begins with `head` is a saved profile rather than a CSV.
/// A few hundred bytes are enough.
pub fn is_profile(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&head[..head.len().min(512)]);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{') && text.contains(r#""evenkeel."#) && text.contains(r#""format""#)
}

/// Writes a profile as JSON with a final newline. It holds no rows.
pub fn write_profile(profile: &DatasetProfile) -> String {
    write(&profile.without_rows())
}

/// Writes a profile with its sample of rows, if it has one: what rows tell can then be compared
/// too, and whoever has the file can read those rows.
pub fn write_profile_with_rows(profile: &DatasetProfile) -> String {
    write(profile)
}

fn write<P: Serialize>(profile: &P) -> String {
    #[derive(Serialize)]
    struct ProfileFile<'a, P> {
        format: &'static str,
        format_version: u32,
        tool: Tool,
        profile: &'a P,
    }
    let file = ProfileFile {
        format: PROFILE_FORMAT,
        format_version: PROFILE_FORMAT_VERSION,
        tool: Tool::THIS,
        profile,
    };
    // Plain structs with string keys and finite numbers always serialise.
    let mut text = serde_json::to_string(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a saved profile, or the one inside a model's file; `file` is its name, for the messages.
///
/// # Errors
///
/// [`ReportError`] if the file is of another format, of a newer version, or damaged.
pub fn read_profile(file: &str, bytes: &[u8]) -> Result<DatasetProfile, ReportError> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
        format_version: u32,
    }
    #[derive(Deserialize)]
    struct Body {
        profile: DatasetProfile,
    }
    let damaged =
        |error: serde_json::Error| ReportError::Damaged { file: file.to_owned(), reason: error.to_string() };
    let head: Head = serde_json::from_slice(bytes).map_err(damaged)?;
    if head.format == MODEL_FORMAT {
        return model_file::training_profile(file, bytes);
    }
    if head.format != PROFILE_FORMAT {
        return Err(ReportError::Format { file: file.to_owned(), format: head.format });
    }
    if head.format_version > PROFILE_FORMAT_VERSION {
        let (version, known) = (head.format_version, PROFILE_FORMAT_VERSION);
        return Err(ReportError::Newer { file: file.to_owned(), version, known });
    }
    let body: Body = serde_json::from_slice(bytes).map_err(damaged)?;
    Ok(body.profile)
}
