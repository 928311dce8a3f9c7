//! What WebAssembly exports. Every export calls one function of its neighbours; a failed one throws a
//! pair of [code](PackageError::code) and sentence, which `package/api.js` makes an `EvenkeelError` of.

use std::cell::RefCell;

use evenkeel::data::{RowReader, TableReader};
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use crate::error::PackageError;
use crate::model::{self, Model};
use crate::profile::{self, Profile};
use crate::{check, error};

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What an export throws.
#[derive(Debug)]
pub struct Thrown(error::PackageError);

impl<E: Into<PackageError>> From<E> for Thrown {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl From<Thrown> for JsValue {
    fn from(Thrown(error): Thrown) -> Self {
        let sentence = error.to_string();
        Array::of2(&JsString::from(error.code()), &JsString::from(sentence.as_str())).into()
    }
}

/// Has the words of a panic kept for [`last_panic`], once for each instance.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        LAST_PANIC.with(|last| {
            if let Ok(mut last) = last.try_borrow_mut() {
                *last = Some(info.to_string());
            }
        });
    }));
}

/// The words of the panic that ended a call, taken away.
#[wasm_bindgen(js_name = lastPanic)]
pub fn last_panic() -> Option<String> {
    LAST_PANIC.with(|last| last.try_borrow_mut().ok().and_then(|mut last| last.take()))
}

/// Version of the package and the engine.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Whether a file that begins so is a saved profile or a model of ours, rather than a CSV.
#[wasm_bindgen(js_name = isProfile)]
pub fn is_profile(head: &[u8]) -> bool {
    evenkeel::report::is_profile(head)
}

/// Compares two profiles; the answer is the JSON of `evenkeel check`.
#[wasm_bindgen(js_name = check)]
pub fn check_profiles(
    reference: &ProfileHandle,
    current: &ProfileHandle,
    options: &str,
) -> Result<String, Thrown> {
    Ok(check::check(&reference.0, &current.0, options)?)
}

/// Takes a CSV piece by piece and counts it.
#[wasm_bindgen]
pub struct Reading(TableReader);

#[wasm_bindgen]
impl Reading {
    /// A reader; `bytes` is how many are expected, 0 if that is not known.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, options: &str, bytes: f64) -> Result<Self, Thrown> {
        Ok(Self(profile::reader(name, options, bytes as u64)?))
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Thrown> {
        Ok(self.0.push(bytes)?)
    }

    /// Ends the data.
    pub fn finish(self) -> Result<ProfileHandle, Thrown> {
        Ok(ProfileHandle(Profile::of(self.0)?))
    }
}

/// A profile that lies in the engine.
#[wasm_bindgen]
pub struct ProfileHandle(Profile);

#[wasm_bindgen]
impl ProfileHandle {
    /// Reads a saved profile or a model's file.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Thrown> {
        Ok(Self(Profile::read(name, bytes)?))
    }

    /// Gives the data set another name.
    pub fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.0.dataset.name);
    }

    /// Facts as JSON.
    pub fn facts(&self) -> String {
        self.0.facts()
    }

    /// The file's text.
    pub fn text(&self, with_rows: bool) -> String {
        self.0.text(with_rows)
    }

    /// Whether numbers of JavaScript hold all that the file says.
    #[wasm_bindgen(js_name = isExactAsJson)]
    pub fn is_exact_as_json(&self) -> bool {
        self.0.is_exact_as_json()
    }
}

/// Takes rows to score, piece by piece.
#[wasm_bindgen]
pub struct RowReading(RowReader);

#[wasm_bindgen]
impl RowReading {
    /// A reader of rows.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, options: &str) -> Result<Self, Thrown> {
        Ok(Self(model::reader(name, options)?))
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Thrown> {
        Ok(self.0.push(bytes)?)
    }
}

/// A model that lies in the engine.
#[wasm_bindgen]
pub struct ModelHandle(Model);

#[wasm_bindgen]
impl ModelHandle {
    /// Reads a model's file.
    pub fn read(name: &str, bytes: &[u8], columns: Option<Vec<String>>) -> Result<Self, Thrown> {
        Ok(Self(Model::read(name, bytes, columns)?))
    }

    /// Facts as JSON.
    pub fn facts(&self) -> String {
        self.0.facts()
    }

    /// Scores the rows that a reader took.
    pub fn predict(&self, rows: RowReading) -> Result<Scores, Thrown> {
        let found = self.0.predict(&rows.0.finish()?)?;
        Ok(Scores { labels: found.labels, probabilities: found.probabilities })
    }
}

/// What a model says of rows.
#[wasm_bindgen]
pub struct Scores {
    labels: Vec<u32>,
    probabilities: Vec<f64>,
}

#[wasm_bindgen]
impl Scores {
    /// Place of the predicted class, one a row.
    pub fn labels(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.labels)
    }

    /// Probabilities, row after row, in order of the classes.
    pub fn probabilities(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.probabilities)
    }
}
