//! The command that makes a comparison again, quoted for a shell.

use super::POLICY_FILE;
use crate::data::{Encoding, ReadOptions};
use crate::drift::Policy;

/// What a command is composed of.
#[derive(Debug, Clone, Copy)]
pub struct CheckCommand<'a> {
    /// The reference's file, as it is named on the command line.
    pub reference: &'a str,
    /// The current file.
    pub current: &'a str,
    /// How the files were read.
    pub reading: &'a ReadOptions,
    /// By what was judged.
    pub policy: &'a Policy,
    /// Whether whole rows were compared too.
    pub multivariate: bool,
    /// The model's file, where the report tells of one.
    pub model: Option<&'a str>,
}

/// The command line that compares the same files by the same policy and writes the report. A policy that is
/// more than a preset's own is read from [`POLICY_FILE`].
pub fn check_command(command: &CheckCommand<'_>) -> String {
    let mut words = vec!["evenkeel check".to_owned()];
    words.push(option("--reference", command.reference));
    words.push(option("--current", command.current));
    words.extend(reading(command.reading));
    let own = *command.policy == Policy::of(command.policy.preset);
    words.push(match own {
        true => option("--preset", command.policy.preset.id()),
        false => option("--policy", POLICY_FILE),
    });
    words.extend(command.multivariate.then(|| "--multivariate".to_owned()));
    words.extend(command.model.map(|model| option("--model", model)));
    words.push("--html report.html".to_owned());
    words.join(" ")
}

fn reading(options: &ReadOptions) -> Vec<String> {
    let encoding = options.encoding.map(|encoding| match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16Le => "utf-16le",
        Encoding::Utf16Be => "utf-16be",
        Encoding::Windows1252 => "windows-1252",
    });
    let delimiter = options.delimiter.map(|delimiter| match delimiter {
        '\t' => "tab".to_owned(),
        delimiter => delimiter.to_string(),
    });
    let mut words = Vec::new();
    words.extend(delimiter.map(|delimiter| option("--delimiter", &delimiter)));
    words.extend(encoding.map(|encoding| option("--encoding", encoding)));
    words.extend(
        options.decimal_comma.map(|comma| option("--decimal-comma", if comma { "true" } else { "false" })),
    );
    words.extend(options.thousands.map(|thousands| option("--thousands", &thousands.to_string())));
    words.extend(options.missing_tokens.iter().map(|token| option("--missing", token)));
    words
}

/// An option and its value; a value that begins with a hyphen would be taken as an option of its own.
fn option(name: &str, value: &str) -> String {
    let joint = if value.starts_with('-') { "=" } else { " " };
    format!("{name}{joint}{}", shell_quoted(value))
}

/// A word as a POSIX shell takes it: as it is where nothing in it is special, else between single quotes.
///
/// # Source
///
/// POSIX.1-2017, *Shell Command Language*, 2.2 Quoting.
pub fn shell_quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,+@%=".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    // No quote can stand between single quotes: they are closed, a quote is written, and they are opened again.
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::Preset;

    fn command<'a>(reference: &'a str, reading: &'a ReadOptions, policy: &'a Policy) -> String {
        check_command(&CheckCommand {
            reference,
            current: "current.csv",
            reading,
            policy,
            multivariate: false,
            model: None,
        })
    }

    #[test]
    fn plain_names_stay_as_they_are() {
        assert_eq!(
            command("data/reference.csv", &ReadOptions::default(), &Policy::default()),
            "evenkeel check --reference data/reference.csv --current current.csv --preset robust --html report.html"
        );
    }

    #[test]
    fn odd_names_are_quoted() {
        assert_eq!(shell_quoted("it's $HOME.csv"), r"'it'\''s $HOME.csv'");
        assert_eq!(shell_quoted(""), "''");
        assert_eq!(shell_quoted("a;rm -rf ~"), "'a;rm -rf ~'");
        assert_eq!(option("--reference", "-x.csv"), "--reference=-x.csv");
        assert_eq!(option("--missing", "?"), "--missing '?'");
    }

    #[test]
    fn what_was_chosen_is_named_and_another_policy_is_a_file() {
        let reading = ReadOptions {
            delimiter: Some('\t'),
            encoding: Some(Encoding::Windows1252),
            decimal_comma: Some(true),
            thousands: Some('.'),
            missing_tokens: vec!["?".to_owned(), "-".to_owned()],
        };
        let policy = Policy { share_threshold: 0.3, ..Policy::of(Preset::Evidently) };
        let text = command("r.csv", &reading, &policy);
        let options = "--delimiter tab --encoding windows-1252 --decimal-comma true --thousands . --missing '?' --missing=-";
        assert!(text.contains(options), "{text}");
        assert!(text.contains("--policy evenkeel.toml"), "{text}");
    }
}
