//! Dividing the rows of a node, their order kept.

/// Moves the items for which `left` holds to the front and says how many they are. Both sides keep
/// their order. `scratch` is at least as long as `items`.
pub(super) fn partition<T: Copy>(items: &mut [T], scratch: &mut [T], left: impl Fn(&T) -> bool) -> usize {
    let mut on_left = 0;
    let mut on_right = 0;
    for at in 0..items.len() {
        let item = items[at];
        // Written to both places, kept at one: there is no branch to predict.
        items[on_left] = item;
        scratch[on_right] = item;
        let goes = usize::from(left(&item));
        on_left += goes;
        on_right += 1 - goes;
    }
    items[on_left..].copy_from_slice(&scratch[..on_right]);
    on_left
}
