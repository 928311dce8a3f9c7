//! What is kept of watching: what the user made of alerts, and thresholds and rules.

use super::record::unreadable;
use super::{Field, Fields, Record, StoreError};
use crate::monitor::AlertState;

/// The one place of the policy of watching.
const POLICY_KEY: f64 = 1.0;

/// What the user made of an alert. The alert's key decides where it lies, so that a later state takes
/// the place of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredAlertState {
    /// [`Alert::key`](crate::monitor::Alert::key).
    pub key: String,
    /// The state.
    pub state: AlertState,
}

/// Thresholds and rules, as the text of a policy file: it can be read by any later page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredMonitorPolicy {
    /// `evenkeel.toml` with its `[monitor]`.
    pub text: String,
}

impl StoredAlertState {
    /// Key in the database: FNV-1a of the alert's key, 53 bits of it, which a number of the database
    /// can hold. Two of a million alerts share one with a chance of 1 in 18,000.
    pub fn id(key: &str) -> f64 {
        let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        (hash >> 11) as f64
    }
}

impl Record for StoredAlertState {
    const STORE: &'static str = "alert_states";
    const FIELDS: &'static [&'static str] = &["id", "key", "state"];

    fn encode(&self) -> Fields {
        Fields::default()
            .with_key(Some(Self::id(&self.key)))
            .with("key", Field::Text(self.key.clone()))
            .with("state", Field::Text(self.state.id().to_owned()))
    }

    fn decode(mut fields: Fields) -> Result<Self, StoreError> {
        let key = fields.text(Self::STORE, "key")?;
        let state = fields.text(Self::STORE, "state")?;
        let state = state.parse().map_err(|_| unreadable(Self::STORE, "state"))?;
        Ok(Self { key, state })
    }
}

impl Record for StoredMonitorPolicy {
    const STORE: &'static str = "monitor_policies";
    const FIELDS: &'static [&'static str] = &["id", "text"];

    fn encode(&self) -> Fields {
        Fields::default().with_key(Some(POLICY_KEY)).with("text", Field::Text(self.text.clone()))
    }

    fn decode(mut fields: Fields) -> Result<Self, StoreError> {
        Ok(Self { text: fields.text(Self::STORE, "text")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_names_every_field_that_is_read() {
        let names = |fields: &Fields| fields.0.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        for state in AlertState::ALL {
            let kept = StoredAlertState { key: "Accuracy/accuracy/2024-03".to_owned(), state };
            assert_eq!(names(&kept.encode()), StoredAlertState::FIELDS);
            assert_eq!(StoredAlertState::decode(kept.encode()), Ok(kept));
        }
        let policy = StoredMonitorPolicy { text: "[monitor]\n".to_owned() };
        assert_eq!(names(&policy.encode()), StoredMonitorPolicy::FIELDS);
        assert_eq!(StoredMonitorPolicy::decode(policy.encode()), Ok(policy));
    }

    #[test]
    fn a_state_that_is_none_is_named() {
        let fields = Fields::default()
            .with("key", Field::Text("a/b/c".to_owned()))
            .with("state", Field::Text("ignored".to_owned()));
        assert_eq!(StoredAlertState::decode(fields), Err(unreadable("alert_states", "state")));
    }

    #[test]
    fn keys_are_those_of_fnv_1a() {
        // The offset basis and the published 64-bit vectors of "a" and "foobar" (Fowler, Noll, Vo).
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325_u64), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(StoredAlertState::id(text), (hash >> 11) as f64, "{text}");
        }
        assert!(StoredAlertState::id("foobar") <= 9_007_199_254_740_991.0, "a safe integer of JavaScript");
    }
}
