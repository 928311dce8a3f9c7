//! A map as it will be: what is there, and beside it what a change puts in or takes away.

use std::collections::BTreeMap;

/// A map with changes that are not yet made; nothing is copied but what changes.
pub(super) struct Draft<'a, K, V> {
    there: &'a BTreeMap<K, V>,
    /// `None` is taken away.
    own: BTreeMap<K, Option<V>>,
}

impl<'a, K: Ord + Clone, V: Clone> Draft<'a, K, V> {
    pub(super) fn new(there: &'a BTreeMap<K, V>) -> Self {
        Self { there, own: BTreeMap::new() }
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        match self.own.get(key) {
            Some(own) => own.as_ref(),
            None => self.there.get(key),
        }
    }

    /// The value to change.
    pub(super) fn edit(&mut self, key: &K) -> Option<&mut V> {
        if !self.own.contains_key(key) {
            let copy = self.there.get(key)?.clone();
            self.own.insert(key.clone(), Some(copy));
        }
        self.own.get_mut(key)?.as_mut()
    }

    pub(super) fn put(&mut self, key: K, value: V) {
        self.own.insert(key, Some(value));
    }

    pub(super) fn remove(&mut self, key: &K) {
        self.own.insert(key.clone(), None);
    }

    /// All that will be there, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let stays = self.there.iter().filter(|(key, _)| !self.own.contains_key(key));
        stays.chain(self.own.iter().filter_map(|(key, own)| Some((key, own.as_ref()?))))
    }

    /// What changes, by key; `None` is taken away. What came and went again is not among it.
    pub(super) fn changes(self) -> impl Iterator<Item = (K, Option<V>)> {
        let there = self.there;
        self.own.into_iter().filter(move |(key, own)| own.is_some() || there.contains_key(key))
    }
}
