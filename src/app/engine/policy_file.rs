//! The policy file in and out.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::Engine;
use crate::app::browser;
use crate::app::format;
use crate::app::labels;
use crate::report::{self, PolicyFile};

/// Files of this ending are policies, wherever they are dropped.
const ENDING: &str = ".toml";
/// A policy is a page of text; what is larger is another file.
const LARGEST: f64 = 1e6;

impl Engine {
    /// Takes the policies out of dropped files, and gives the others back.
    pub fn without_policies(&self, files: Vec<File>) -> Vec<File> {
        let is_policy = |file: &File| file.name().to_lowercase().ends_with(ENDING);
        let (policies, rest): (Vec<File>, Vec<File>) = files.into_iter().partition(is_policy);
        if let Some(last) = policies.into_iter().next_back() {
            self.import_policy(last);
        }
        rest
    }

    /// Judges by a policy file, as one change that can be undone.
    pub fn import_policy(&self, file: File) {
        let engine = *self;
        spawn_local(async move {
            let name = file.name();
            if file.size() > LARGEST {
                return engine.state.notify(format!("{name} is too large for a policy file."));
            }
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            match text {
                Some(text) => engine.take_policy(&name, &text),
                None => engine.state.notify(format!("{name} could not be read.")),
            }
        });
    }

    fn take_policy(&self, name: &str, text: &str) {
        match report::read_policies(name, text) {
            Ok(PolicyFile { drift, monitor, retrain }) => {
                let unknown = self.columns_without_data(drift.column_rules.keys());
                if self.state.change_policy(None, |now| *now = drift) {
                    // Read, and so valid.
                    self.watch.put_policy(monitor);
                    self.state.retrain.set(retrain);
                    self.state.announce(format!("The policy of {name} holds now."));
                    if !unknown.is_empty() {
                        self.state.notify(format!(
                            "{name} has rules for {} that neither file has: {}. They are kept, and judge nothing here.",
                            format::counted(unknown.len() as u64, "column", "columns"),
                            unknown.join(", ")
                        ));
                    }
                }
            }
            Err(error) => self.state.notify(labels::sentence(&error.to_string())),
        }
    }

    /// Downloads the policy as the file that `evenkeel check --policy` and `evenkeel monitor --policy`
    /// read: how columns are judged, the thresholds and rules of watching, and when to retrain.
    pub fn export_policy(&self) {
        let text = self.state.policy.with_untracked(|drift| {
            let retrain = self.state.retrain.get_untracked();
            self.watch.policy.with_untracked(|monitor| report::write_policies(drift, monitor, &retrain))
        });
        let bytes = Uint8Array::from(text.as_bytes()).buffer();
        match browser::download(report::POLICY_FILE, &bytes) {
            Ok(()) => self.state.announce(format!("{} is downloaded.", report::POLICY_FILE)),
            Err(sentence) => self.state.notify(sentence),
        }
    }

    /// Of some columns, those that the comparison does not have; none while there is no comparison.
    fn columns_without_data<'a>(&self, names: impl Iterator<Item = &'a String>) -> Vec<String> {
        self.state.report.with_untracked(|report| {
            let Some(report) = report else { return Vec::new() };
            let known: std::collections::HashSet<&str> =
                report.columns.iter().map(|column| column.name.as_str()).collect();
            names.filter(|name| !known.contains(name.as_str())).cloned().collect()
        })
    }
}
