//! Which files of a granted folder are current data, which are labels.

/// The files of a folder that a turn reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderFiles {
    /// Places of current data, in order of their names; numbers in them count as numbers.
    pub current: Vec<usize>,
    /// Place of the file of labels, the last of several.
    pub labels: Option<usize>,
}

impl FolderFiles {
    /// Sorts the names of a folder's files: CSV files that begin with `labels` hold labels, one that is
    /// named as the reference is left out, every other CSV file is current data.
    pub fn of(names: &[String], reference: &str) -> Self {
        let is_csv = |name: &str| [".csv", ".tsv", ".txt"].iter().any(|end| name.ends_with(end));
        let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        let mut places: Vec<usize> = (0..names.len()).filter(|&at| is_csv(&lower[at])).collect();
        places.sort_by_key(|&at| key(&lower[at]));
        let (labels, current): (Vec<usize>, Vec<usize>) =
            places.into_iter().partition(|&at| lower[at].starts_with("labels"));
        let current = current.into_iter().filter(|&at| names[at] != reference).collect();
        Self { current, labels: labels.last().copied() }
    }
}

/// Texts and numbers in turn, so that `week 10` comes after `week 9`.
fn key(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let text_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(text_end);
        let digits_end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (digits, after) = after.split_at(digits_end);
        parts.push((text.to_owned(), digits.parse().unwrap_or(u64::MAX)));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_in_order_and_labels_apart() {
        let names = ["week 10.csv", "week 9.CSV", "labels.csv", "reference.csv", "notes.md", "labels-2.csv"];
        let names = names.map(str::to_owned);
        let found = FolderFiles::of(&names, "reference.csv");
        assert_eq!(found.current, [1, 0]);
        assert_eq!(found.labels, Some(2));
    }
}
