//! One operation of a graph that was read: its attributes, by name.

use super::proto::{AttributeProto, NodeProto};
use super::tensor::{Fault, Tensor};

/// Reads a node's attributes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attributes<'a>(pub(super) &'a NodeProto);

impl<'a> Attributes<'a> {
    /// The attribute of that name.
    pub(super) fn find(self, name: &str) -> Option<&'a AttributeProto> {
        self.0.attribute.iter().find(|attribute| attribute.name == name)
    }

    /// An integer, or what it is by default.
    pub(super) fn int(self, name: &str, default: i64) -> i64 {
        self.find(name).and_then(|attribute| attribute.i).unwrap_or(default)
    }

    /// A number, or what it is by default.
    pub(super) fn float(self, name: &str, default: f32) -> f32 {
        self.find(name).and_then(|attribute| attribute.f).unwrap_or(default)
    }

    /// A text; empty where there is none.
    pub(super) fn text(self, name: &str) -> String {
        let text = self.find(name).and_then(|attribute| attribute.s.as_deref()).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    }

    /// Integers; none where there are none.
    pub(super) fn ints(self, name: &str) -> &'a [i64] {
        self.find(name).map(|attribute| attribute.ints.as_slice()).unwrap_or_default()
    }

    /// Numbers, be they 32-bit or, under the name with `_as_tensor`, 64-bit.
    pub(super) fn floats(self, name: &str) -> Result<Vec<f64>, Fault> {
        if let Some(attribute) = self.find(name).filter(|attribute| !attribute.floats.is_empty()) {
            return Ok(attribute.floats.iter().map(|&x| f64::from(x)).collect());
        }
        match self.find(&format!("{name}_as_tensor")).and_then(|attribute| attribute.t.as_ref()) {
            Some(tensor) => Tensor::of(tensor)?.numbers(),
            None => Ok(Vec::new()),
        }
    }

    /// Texts; none where there are none.
    pub(super) fn texts(self, name: &str) -> Vec<String> {
        let strings = self.find(name).map(|attribute| attribute.strings.as_slice()).unwrap_or_default();
        strings.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect()
    }

    /// Names of classes, under any of the names that ONNX has for them.
    pub(super) fn classes(self) -> Vec<String> {
        let texts = self.texts("classlabels_strings");
        if !texts.is_empty() {
            return texts;
        }
        let ints = [self.ints("classlabels_int64s"), self.ints("classlabels_ints")].concat();
        ints.iter().map(i64::to_string).collect()
    }
}
