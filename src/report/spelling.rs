//! Names that a reader may have meant.

/// What a message says after an unknown name: the closest known one, or all of them.
pub(super) fn offer(name: &str, known: &[&str]) -> String {
    let limit = 1 + name.chars().count() / 4;
    let closest = known.iter().map(|other| (edits(name, other), *other)).min();
    match closest.filter(|(far, _)| *far <= limit) {
        Some((_, other)) => format!("did you mean `{other}`?"),
        None => format!("use {}", listed(known)),
    }
}

/// Names as a list in words.
pub(super) fn listed(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        all => all.concat(),
    }
}

/// Levenshtein's distance: letters put in, left out or exchanged.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (line, letter) in a.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (at, other) in b.chars().enumerate() {
            let above = row[at + 1];
            let here = (diagonal + usize::from(letter != other)).min(above + 1).min(left + 1);
            row[at] = left;
            (diagonal, left) = (above, here);
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_levenshtein_s() {
        // The textbook examples of V. Levenshtein's distance.
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("sunday", "saturday"), 3);
        assert_eq!(edits("flaw", "lawn"), 2);
        assert_eq!((edits("", "abc"), edits("abc", ""), edits("", "")), (3, 3, 0));
    }

    #[test]
    fn a_close_name_is_offered_else_all() {
        assert_eq!(offer("treshold", &["method", "threshold"]), "did you mean `threshold`?");
        assert_eq!(offer("colour", &["method", "threshold"]), "use `method` or `threshold`");
        assert_eq!(offer("colour", &["method"]), "use `method`");
    }
}
