//! YAML as far as MLflow's files need it: mappings of texts and integers.

/// A mapping in the making, one line an entry.
#[derive(Debug, Default)]
pub(super) struct Mapping(String);

impl Mapping {
    pub(super) fn text(self, key: &str, value: &str) -> Self {
        self.plain(key, &yaml_string(value))
    }

    /// A text, or `null` where it is empty.
    pub(super) fn text_or_null(self, key: &str, value: &str) -> Self {
        if value.is_empty() { self.plain(key, "null") } else { self.text(key, value) }
    }

    pub(super) fn integer(self, key: &str, value: i64) -> Self {
        self.plain(key, &value.to_string())
    }

    /// A value that is YAML already. Keys are ours and need no quotes.
    pub(super) fn plain(mut self, key: &str, value: &str) -> Self {
        self.0.push_str(key);
        self.0.push_str(": ");
        self.0.push_str(value);
        self.0.push('\n');
        self
    }

    /// A mapping within.
    pub(super) fn mapping(mut self, key: &str, inner: Self) -> Self {
        self.0.push_str(key);
        self.0.push_str(":\n");
        for line in inner.0.lines() {
            self.0.push_str("  ");
            self.0.push_str(line);
            self.0.push('\n');
        }
        self
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A text as a double-quoted scalar of YAML 1.1 and 1.2, on one line.
///
/// # Source
///
/// YAML 1.2.2, 5.7 (escaped characters) and 5.1 (printable characters: others have to be escaped). The
/// byte order mark and the line separators of Unicode are escaped too, since YAML 1.1 breaks lines at
/// the latter.
pub(super) fn yaml_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {
                quoted.push_str(&format!("\\x{:02x}", u32::from(letter)))
            }
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected texts: `yaml.safe_load` of PyYAML 6 reads each right side as the left one.
    #[test]
    fn texts_are_quoted_so_that_yaml_reads_them_back() {
        for (text, quoted) in [
            ("", r#""""#),
            ("no", r#""no""#),
            ("1e3: # 'x'", r#""1e3: # 'x'""#),
            ("say \"hi\"\\", r#""say \"hi\"\\""#),
            ("a\nb\r\tc", r#""a\nb\r\tc""#),
            ("\u{0}\u{1b}\u{7f}\u{85}", r#""\x00\x1b\x7f\x85""#),
            ("\u{2028}\u{feff}\u{ffff}", r#""\u2028\ufeff\uffff""#),
            ("größe 数 🙂", "\"größe 数 🙂\""),
            ("%TAG\n---\n", r#""%TAG\n---\n""#),
        ] {
            assert_eq!(yaml_string(text), quoted);
        }
    }

    #[test]
    fn a_mapping_within_is_indented() {
        let inner =
            Mapping::default().text("data", "model.onnx").mapping("env", Mapping::default().integer("a", 1));
        let yaml = Mapping::default().mapping("flavors", inner).text_or_null("x", "").finish();
        assert_eq!(yaml, "flavors:\n  data: \"model.onnx\"\n  env:\n    a: 1\nx: null\n");
    }
}
