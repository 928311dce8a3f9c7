//! Anchors of a document, each written once.

use std::collections::{HashMap, HashSet};

use super::{Block, Document};

/// What is written for each anchor that a document names.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    written: HashMap<String, String>,
    used: HashSet<String>,
}

impl Anchors {
    /// The anchors of sections and folded parts, in order.
    pub(super) fn of(document: &Document) -> Self {
        let mut anchors = Self::default();
        for section in &document.sections {
            anchors.add(&section.id);
            anchors.add_blocks(&section.blocks);
        }
        anchors
    }

    /// What to write where `id` is linked to; `None` where nothing in the document is called so.
    pub(super) fn written(&self, id: &str) -> Option<&str> {
        self.written.get(id).map(String::as_str)
    }

    fn add_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Folded { id, blocks, .. } => {
                    if let Some(id) = id {
                        self.add(id);
                    }
                    self.add_blocks(blocks);
                }
                Block::Part { blocks, .. } => self.add_blocks(blocks),
                _ => {}
            }
        }
    }

    /// The first to have a name keeps it.
    fn add(&mut self, id: &str) {
        if self.written.contains_key(id) {
            return;
        }
        let plain: String =
            id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
        let stem =
            if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("a-{plain}") };
        let mut free = stem.clone();
        let mut turn = 2;
        while !self.used.insert(free.clone()) {
            free = format!("{stem}-{turn}");
            turn += 1;
        }
        self.written.insert(id.to_owned(), free);
    }
}
