//! Column names from the header line, by pandas' rules.

use std::collections::{HashMap, HashSet};

use super::ReadNote;

/// Unique, non-blank column names, and what was changed to get them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Names {
    pub(crate) names: Vec<String>,
    pub(crate) notes: Vec<ReadNote>,
}

/// Names a header's cells: a blank one becomes `Unnamed: 3` (counted from 0), the second
/// `a` becomes `a.1`, or the next number that no other header has. Nothing is trimmed.
pub(crate) fn name_columns(header: &[String]) -> Names {
    let given: HashSet<&str> = header.iter().map(String::as_str).collect();
    let mut used: HashSet<String> = HashSet::with_capacity(header.len());
    let mut next: HashMap<String, u64> = HashMap::new();
    let mut names = Vec::with_capacity(header.len());
    let mut notes = Vec::new();
    for (position, from) in header.iter().enumerate() {
        let base = if from.is_empty() { format!("Unnamed: {position}") } else { from.clone() };
        let taken = |name: &str| used.contains(name) || (name != from && given.contains(name));
        let mut name = base.clone();
        if taken(&name) {
            let number = next.entry(base.clone()).or_insert(1);
            loop {
                name = format!("{base}.{number}");
                *number += 1;
                if !taken(&name) {
                    break;
                }
            }
        }
        if name != *from {
            let position = u32::try_from(position + 1).unwrap_or(u32::MAX);
            notes.push(ReadNote::Renamed { position, from: from.clone(), to: name.clone() });
        }
        used.insert(name.clone());
        names.push(name);
    }
    Names { names, notes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &[&str]) -> Vec<String> {
        name_columns(&header.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()).names
    }

    #[test]
    fn as_pandas_names_them() {
        assert_eq!(names(&["a", "a", "", "b", ""]), ["a", "a.1", "Unnamed: 2", "b", "Unnamed: 4"]);
        assert_eq!(names(&["a", "a", "a.1"]), ["a", "a.2", "a.1"]);
        assert_eq!(names(&["", "Unnamed: 0"]), ["Unnamed: 0.1", "Unnamed: 0"]);
        assert_eq!(names(&[" a ", "a"]), [" a ", "a"]);
    }

    #[test]
    fn every_change_is_noted() {
        let header = ["x".to_owned(), "x".to_owned()];
        assert_eq!(
            name_columns(&header).notes,
            [ReadNote::Renamed { position: 2, from: "x".into(), to: "x.1".into() }]
        );
    }

    #[test]
    fn many_equal_names_take_linear_time() {
        let header = vec!["same".to_owned(); 100_000];
        assert_eq!(name_columns(&header).names[99_999], "same.99999");
    }
}
