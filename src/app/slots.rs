//! Which dropped file goes where.

/// Parts of a name that mean reference.
const REFERENCE_WORDS: [&str; 4] = ["ref", "train", "baseline", "profile"];

/// Where dropped files go, as positions in the list that was dropped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Placement {
    /// The file that becomes the reference, if any.
    pub reference: Option<usize>,
    /// The files that become current, in the order of their names.
    pub current: Vec<usize>,
    /// Whether the current files that are loaded give way to these.
    pub replaces: bool,
}

/// Places files that were dropped on the page rather than on one slot.
///
/// - Several files of which one names itself a reference are a new pair (or a new
///   reference with its batches) and replace what is loaded.
/// - Without a loaded reference the one that names itself so, else the first by name, is it.
/// - Everything else is current data.
pub fn place(names: &[String], has_reference: bool) -> Placement {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| names[*at].to_lowercase());
    let named = order.iter().copied().find(|at| names_reference(&names[*at]));
    let reference = match (named, has_reference) {
        (Some(at), _) if names.len() > 1 => Some(at),
        (named, false) => named.or(order.first().copied()),
        (_, true) => None,
    };
    let current: Vec<usize> = order.into_iter().filter(|at| Some(*at) != reference).collect();
    let replaces = reference.is_some() && !current.is_empty();
    Placement { reference, current, replaces }
}

/// Whether a file calls itself the reference.
pub fn names_reference(name: &str) -> bool {
    let name = name.to_lowercase();
    REFERENCE_WORDS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(names: &[&str], has_reference: bool) -> Placement {
        place(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>(), has_reference)
    }

    #[test]
    fn the_file_that_says_so_is_the_reference() {
        let pair = placed(&["a_current.csv", "Reference.csv"], false);
        assert_eq!(pair, Placement { reference: Some(1), current: vec![0], replaces: true });
        assert_eq!(placed(&["x.csv", "baseline_2024.csv"], false).reference, Some(1));
        assert_eq!(placed(&["x.csv", "train.csv", "y.csv"], true).reference, Some(1));
    }

    #[test]
    fn otherwise_the_first_by_name_is() {
        let pair = placed(&["week2.csv", "week1.csv"], false);
        assert_eq!(pair.reference, Some(1));
        assert_eq!(pair.current, vec![0]);
    }

    #[test]
    fn one_file_fills_the_empty_side() {
        assert_eq!(placed(&["anything.csv"], false).reference, Some(0));
        let second = placed(&["anything.csv"], true);
        assert_eq!(second, Placement { reference: None, current: vec![0], replaces: false });
        assert_eq!(placed(&["train_set.csv"], true).reference, None);
    }

    #[test]
    fn batches_come_in_the_order_of_their_names() {
        let batches = placed(&["b3.csv", "b1.csv", "b2.csv"], true);
        assert_eq!(batches.current, vec![1, 2, 0]);
        assert!(!batches.replaces);
        assert_eq!(placed(&[], false), Placement::default());
    }
}
