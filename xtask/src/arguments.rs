//! The words after the task's name.

use crate::failure::{Failure, Outcome};

/// Words not yet taken. Each task takes what it knows and then calls [`Arguments::finish`].
#[derive(Debug)]
pub(crate) struct Arguments {
    words: Vec<String>,
}

impl Arguments {
    pub(crate) fn new(words: Vec<String>) -> Self {
        Self { words }
    }

    /// Takes `name` if it is there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// Takes `name value` or `name=value`.
    pub(crate) fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        let with_equals = format!("{name}=");
        let Some(at) = self.words.iter().position(|word| word == name || word.starts_with(&with_equals))
        else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some(value) = word.strip_prefix(&with_equals) {
            return Ok(Some(value.to_owned()));
        }
        if at < self.words.len() {
            return Ok(Some(self.words.remove(at)));
        }
        Err(Failure::usage(format!("{name} needs a value")))
    }

    /// Takes `name value` as a number.
    pub(crate) fn number<N: std::str::FromStr>(&mut self, name: &str) -> Outcome<Option<N>> {
        match self.value(name)? {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(Failure::usage(format!("{name} needs a number, not `{text}`"))),
            },
        }
    }

    /// Takes the first word that is not an option.
    pub(crate) fn positional(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with('-'))?;
        Some(self.words.remove(at))
    }

    /// Fails if a word is left that nobody took.
    pub(crate) fn finish(&self) -> Outcome {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(Failure::usage(format!(
                "`{word}` is not understood here; `cargo xtask help` lists what is"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn takes_flags_values_and_positionals() {
        let mut arguments = of("--release folder --port 9000 --repeat=5");
        assert!(arguments.flag("--release"));
        assert_eq!(arguments.number::<u16>("--port"), Ok(Some(9000)));
        assert_eq!(arguments.number::<u32>("--repeat"), Ok(Some(5)));
        assert_eq!(arguments.positional().as_deref(), Some("folder"));
        assert_eq!(arguments.finish(), Ok(()));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(of("--nonsense").finish().is_err());
        assert!(of("--port").value("--port").is_err());
        assert!(of("--port many").number::<u16>("--port").is_err());
    }
}
