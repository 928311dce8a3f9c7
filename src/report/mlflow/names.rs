//! Names that MLflow takes and every file system keeps, and identifiers made of names.

use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a name; MLflow allows 250 characters, file systems 255 bytes.
const LONGEST: usize = 200;

/// Tag that tells which names were changed, as JSON: the original by the name that is written.
pub(super) const RENAMED: &str = "evenkeel.renamed";

/// What a name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A parameter, metric, tag, registered model, or a part of an artifact's path.
    Key,
    /// An alias: letters, digits, `_` and `-`, not `latest` and not like `v1`.
    Alias,
}

/// Gives names in one folder, each once, without regard to case.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    renamed: BTreeMap<String, String>,
}

impl Names {
    /// The name for `original`: itself where MLflow takes it, else with `_` for what it does not take,
    /// and with a number behind it where another has that name.
    pub(super) fn give(&mut self, original: &str, usage: Use) -> String {
        let safe = safe(original, usage);
        let mut name = safe.clone();
        let mut number = 1_u64;
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            name = format!("{safe}_{number}");
        }
        if name != original {
            self.renamed.insert(name.clone(), original.to_owned());
        }
        name
    }

    /// The names that were changed, as JSON; `None` if none was.
    pub(super) fn renamed(&self) -> Option<String> {
        (!self.renamed.is_empty()).then(|| serde_json::json!(self.renamed).to_string())
    }
}

/// Entries under the names that MLflow takes. Original names that it takes are given first, so that
/// none of them is changed for the sake of another.
pub(super) fn keyed<T: Clone>(entries: &BTreeMap<String, T>, names: &mut Names) -> BTreeMap<String, T> {
    let (fit, others): (Vec<_>, Vec<_>) = entries.iter().partition(|(key, _)| safe(key, Use::Key) == **key);
    let entries = fit.into_iter().chain(others);
    entries.map(|(key, value)| (names.give(key, Use::Key), value.clone())).collect()
}

/// MLflow takes `/` in keys, as folders, and `:` except on Windows; neither is written here.
fn safe(original: &str, usage: Use) -> String {
    let fits = |letter: char| match usage {
        Use::Key => is_word(letter) || matches!(letter, '-' | '.' | ' '),
        Use::Alias => letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'),
    };
    let mut name = String::new();
    for letter in original.chars() {
        let letter = if fits(letter) { letter } else { '_' };
        if name.len() + letter.len_utf8() > LONGEST {
            break;
        }
        name.push(letter);
    }
    // `.` and `..` are folders, and Windows drops dots and spaces at the end.
    if name.starts_with(['.', ' ']) {
        name.replace_range(..1, "_");
    }
    if name.ends_with(['.', ' ']) {
        name.replace_range(name.len() - 1.., "_");
    }
    if name.is_empty() || (usage == Use::Alias && is_reserved(&name)) {
        name.push('_');
    }
    name
}

/// Letters that are one character for MLflow's `\w`: of Latin, Greek, Cyrillic, Chinese, Japanese and
/// Korean. Others have marks of their own that `\w` does not take.
fn is_word(letter: char) -> bool {
    let known = matches!(
        letter,
        '\u{c0}'..='\u{24f}'
            | '\u{370}'..='\u{3ff}'
            | '\u{400}'..='\u{481}'
            | '\u{48a}'..='\u{52f}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
    );
    letter.is_ascii_alphanumeric() || letter == '_' || (known && letter.is_alphabetic())
}

fn is_reserved(alias: &str) -> bool {
    let number = alias.strip_prefix(['v', 'V']);
    let counted =
        number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    counted || alias.eq_ignore_ascii_case("latest")
}

/// Whether a text is 32 lower-case hexadecimal digits.
pub(super) fn is_identifier(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// 32 hexadecimal digits that follow from some texts: FNV-1a in 128 bits of each with a zero behind it.
pub(super) fn identifier(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    format!("{:032x}", fnv1a(bytes))
}

/// # Source
///
/// G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, *The FNV Non-Cryptographic Hash Algorithm*
/// (draft-eastlake-fnv), 128 bits.
fn fnv1a(bytes: impl Iterator<Item = u8>) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = (1 << 88) + 0x13b;
    bytes.fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mlflow_takes_stay() {
        let mut names = Names::default();
        for name in ["test_roc_auc", "mlflow.runName", "größe in m", "贷款", "a-b.c"] {
            assert_eq!(names.give(name, Use::Key), name);
        }
        assert_eq!(names.give("champion", Use::Alias), "champion");
        assert_eq!(names.renamed(), None);
    }

    #[test]
    fn other_names_are_changed_and_stay_apart() {
        let mut names = Names::default();
        for (original, given) in [
            ("../../etc/passwd", "_._.._etc_passwd"),
            ("..", "__"),
            ("a/b", "a_b"),
            ("a:b", "a_b_2"),
            ("A_B", "A_B_3"),
            ("50%", "50_"),
            ("", "_"),
            ("dot.", "dot_"),
            ("nl\n\0", "nl__"),
            // A vowel sign, which `\w` of Python does not take; `__` is that of `..` already.
            ("कि", "___2"),
        ] {
            assert_eq!(names.give(original, Use::Key), given, "{original}");
        }
        assert!(names.renamed().is_some_and(|json| json.contains(r#""a_b_2":"a:b""#)));
    }

    #[test]
    fn reserved_aliases_are_changed() {
        for (original, given) in
            [("latest", "latest_"), ("V12", "V12_"), ("v", "v"), ("v1a", "v1a"), ("a.b", "a_b")]
        {
            assert_eq!(Names::default().give(original, Use::Alias), given);
        }
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        let name = Names::default().give(&"ü".repeat(300), Use::Key);
        assert_eq!(name, "ü".repeat(100));
    }

    #[test]
    fn a_key_that_fits_is_not_changed_for_one_that_does_not() {
        let entries = BTreeMap::from([("a/b".to_owned(), 1), ("a_b".to_owned(), 2)]);
        let mut names = Names::default();
        let keyed = keyed(&entries, &mut names);
        assert_eq!(keyed, BTreeMap::from([("a_b".to_owned(), 2), ("a_b_2".to_owned(), 1)]));
        assert_eq!(names.renamed().as_deref(), Some(r#"{"a_b_2":"a/b"}"#));
    }

    /// Expected values: the test vectors of draft-eastlake-fnv, 128 bits, of "", "a" and "foobar".
    #[test]
    fn the_hash_is_fnv1a_of_128_bits() {
        assert_eq!(fnv1a("".bytes()), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv1a("a".bytes()), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(fnv1a("foobar".bytes()), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }
}
