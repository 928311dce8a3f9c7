//! The short part of a policy that stands in the hash of the address: preset, correction, and the
//! method and threshold for all columns. The rest travels as a file.

use crate::drift::{Correction, Method, Policy, Preset, Rule};

/// What of a policy a link carries.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PolicyLink {
    preset: Preset,
    correction: Option<Correction>,
    method: Option<Method>,
    threshold: Option<f64>,
}

impl PolicyLink {
    /// The part of a policy that a link carries.
    pub fn of(policy: &Policy) -> Self {
        Self {
            preset: policy.preset,
            correction: policy.correction,
            method: policy.rule.method,
            threshold: policy.rule.threshold,
        }
    }

    /// Reads one `key=value` of the hash; `false` where the key is none of these. A value that names
    /// nothing is left out.
    pub fn read(&mut self, key: &str, value: &str) -> bool {
        match key {
            "preset" => self.preset = value.parse().unwrap_or_default(),
            "correction" => self.correction = value.parse().ok(),
            "method" => self.method = value.parse().ok(),
            "threshold" => self.threshold = value.parse().ok(),
            _ => return false,
        }
        true
    }

    /// What [`PolicyLink::read`] reads; nothing for what is as by default.
    pub fn print(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if self.preset != Preset::default() {
            parts.push(format!("preset={}", self.preset));
        }
        parts.extend(self.correction.map(|correction| format!("correction={correction}")));
        parts.extend(self.method.map(|method| format!("method={method}")));
        parts.extend(self.threshold.map(|threshold| format!("threshold={threshold}")));
        parts
    }

    /// The policy that a link asks for; without its method and threshold where these are not valid.
    pub fn policy(&self) -> Policy {
        let rule = Rule { method: self.method, threshold: self.threshold, min_effect: None };
        let base = Policy { correction: self.correction, ..Policy::of(self.preset) };
        let whole = Policy { rule, ..base.clone() };
        if whole.validate().is_ok() { whole } else { base }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(hash: &str) -> PolicyLink {
        let mut link = PolicyLink::default();
        for (key, value) in hash.split('&').filter_map(|pair| pair.split_once('=')) {
            link.read(key, value);
        }
        link
    }

    #[test]
    fn a_link_carries_what_is_short() {
        let text = "preset=evidently&correction=holm&method=ks&threshold=0.01";
        let policy = read(text).policy();
        assert_eq!((policy.preset, policy.correction), (Preset::Evidently, Some(Correction::Holm)));
        assert_eq!((policy.rule.method, policy.rule.threshold), (Some(Method::Ks), Some(0.01)));
        assert_eq!(PolicyLink::of(&policy).print().join("&"), text);
    }

    #[test]
    fn the_default_needs_no_words_and_nonsense_is_left_out() {
        assert!(PolicyLink::of(&Policy::default()).print().is_empty());
        assert_eq!(read("preset=best&method=magic&threshold=x").policy(), Policy::default());
        // A p-value's line above 1, and a method without a line.
        assert_eq!(read("method=ks&threshold=7").policy(), Policy::default());
        assert_eq!(read("preset=nannyml&method=energy").policy(), Policy::of(Preset::Nannyml));
    }
}
