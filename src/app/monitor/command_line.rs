//! The command that does on a machine what the page shows, ready to copy.

use crate::monitor::{AlertSeverity, WatchSettings};

/// What the command is given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// File of the reference.
    pub reference: String,
    /// Current files, in order.
    pub current: Vec<String>,
    /// File of the model that predicts; `None` for predictions in columns.
    pub model: Option<String>,
    /// File of labels that arrived later.
    pub labels: Option<String>,
    /// Which rows, as `column=value`.
    pub slice: Option<String>,
    /// Whether thresholds, rules or methods are other than the defaults, and so need their file.
    pub has_policy: bool,
    /// Slack's format, else JSON.
    pub is_slack: bool,
    /// The least severity that is sent.
    pub least: AlertSeverity,
}

/// `evenkeel monitor …` for a POSIX shell, with the webhook's address in a file: a list of processes shows
/// none of it.
pub fn command_line(told: &Told, settings: &WatchSettings) -> String {
    let mut words = vec!["evenkeel".to_owned(), "monitor".to_owned()];
    let mut put = |option: &str, value: Option<&String>| {
        if let Some(value) = value {
            words.extend([option.to_owned(), quoted(value)]);
        }
    };
    put("--reference", Some(&told.reference));
    put("--current", told.current.first());
    for more in told.current.iter().skip(1) {
        put("--current", Some(more));
    }
    put("--model", told.model.as_ref());
    put("--labels", told.labels.as_ref());
    put("--label-id", settings.label_id.as_ref().filter(|_| told.labels.is_some()));
    put("--target", settings.target.as_ref());
    put("--timestamp", settings.timestamp.as_ref());
    put("--windows", Some(&settings.windows.pane.to_string()));
    put("--slide", Some(settings.windows.panes).filter(|panes| *panes > 1).map(|n| n.to_string()).as_ref());
    put("--segment", told.slice.as_ref());
    put("--sensitive", settings.sensitive.as_ref());
    put("--positive", settings.positive.as_ref().filter(|_| settings.sensitive.is_some()));
    put("--policy", told.has_policy.then(|| "evenkeel.toml".to_owned()).as_ref());
    let format = if told.is_slack { "slack" } else { "json" };
    let least = match told.least {
        AlertSeverity::Info => "info",
        AlertSeverity::Warning => "warning",
        AlertSeverity::Critical => "critical",
    };
    put("--webhook-format", Some(&format.to_owned()));
    put("--webhook-on", Some(&least.to_owned()));
    // The shell puts the home folder in, so that this one is not quoted.
    words.extend(["--webhook-url-file", "~/.config/evenkeel-webhook"].map(str::to_owned));
    words.join(" ")
}

/// A word as a POSIX shell reads it back: in single quotes, unless it is plain.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/:=,@%+".contains(c);
    // A name that begins with a dash would be taken for an option.
    let word = if word.starts_with('-') { format!("./{word}") } else { word.to_owned() };
    if !word.is_empty() && word.chars().all(is_plain) {
        return word;
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::{Pane, WindowRule};

    #[test]
    fn the_command_says_what_the_form_says() {
        let settings = WatchSettings {
            windows: WindowRule { pane: Pane::Rows(200), panes: 3 },
            target: Some("y".to_owned()),
            ..WatchSettings::default()
        };
        let told = Told {
            reference: "train.csv".to_owned(),
            current: vec!["week 1.csv".to_owned(), "week 2.csv".to_owned()],
            model: Some("tree_1.json".to_owned()),
            slice: Some("city=New York".to_owned()),
            least: AlertSeverity::Critical,
            ..Told::default()
        };
        assert_eq!(
            command_line(&told, &settings),
            "evenkeel monitor --reference train.csv --current 'week 1.csv' --current 'week 2.csv' --model tree_1.json \
             --target y --windows rows:200 --slide 3 --segment 'city=New York' --webhook-format json --webhook-on \
             critical --webhook-url-file ~/.config/evenkeel-webhook"
        );
    }

    #[test]
    fn what_a_default_covers_is_left_out() {
        let told = Told {
            reference: "a.csv".to_owned(),
            current: vec!["b.csv".to_owned()],
            is_slack: true,
            has_policy: true,
            ..Told::default()
        };
        assert_eq!(
            command_line(&told, &WatchSettings::default()),
            "evenkeel monitor --reference a.csv --current b.csv --windows file --policy evenkeel.toml --webhook-format \
             slack --webhook-on warning --webhook-url-file ~/.config/evenkeel-webhook"
        );
    }

    #[test]
    fn words_are_quoted_for_the_shell() {
        assert_eq!(
            ["plain.csv", "it's.csv", "a b", "$HOME", "", "-rf.csv", "`id`"].map(quoted),
            ["plain.csv", "'it'\\''s.csv'", "'a b'", "'$HOME'", "''", "./-rf.csv", "'`id`'"]
        );
    }
}
