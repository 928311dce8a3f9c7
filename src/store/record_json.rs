//! A workspace's records as JSON texts, and how texts of earlier versions become those of today.
//!
//! Each text says what it is and of which version, so that records of several versions can lie in one
//! workspace: an old one is migrated when it is read and written anew when it changes. Both stores keep
//! these texts, and so does the zip file.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::StoreError;
use crate::lifecycle::{Head, Record, WORKSPACE_FORMAT_VERSION};

/// Changes the fields of a record of one kind (`model`, `version`, `run`, `decision`, `report`, `audit`,
/// `policy`, `workspace`) from one version to the next.
type Migration = fn(&str, Value) -> Value;

/// The step at `n` leads from version `n + 1` to `n + 2`. A version that changes no text has a step
/// that gives back what it gets.
const MIGRATIONS: [Migration; WORKSPACE_FORMAT_VERSION as usize - 1] = [to_2];

/// Registered models say what they are meant for, and the head which number a report was last given.
fn to_2(kind: &str, mut value: Value) -> Value {
    let new: Option<(&str, Value)> = match kind {
        "model" => Some(("intended_use", "".into())),
        "workspace" => Some(("last_report", 0.into())),
        _ => None,
    };
    if let (Some((field, content)), Some(fields)) = (new, value.as_object_mut()) {
        fields.insert(field.to_owned(), content);
    }
    value
}

/// What a text says that it is, before its kind.
const FORMAT: &str = "evenkeel.";

/// A record as pretty JSON with a final newline; first `"format": "evenkeel.<kind>"` and
/// `"format_version"`.
///
/// Numbers must be finite, but where a field may be missing: JSON has no others. The planning of a
/// change sees to it.
pub fn encode(record: &Record) -> Vec<u8> {
    match record {
        Record::Model(model) => text("model", model),
        Record::Version(version) => text("version", version),
        Record::Run(run) => text("run", run),
        Record::Decision(decision) => text("decision", decision),
        Record::Report(report) => text("report", report),
        Record::Audit(entry) => text("audit", entry),
        Record::Policy(policy) => {
            text("policy", &Map::from_iter([("text".to_owned(), policy.as_str().into())]))
        }
    }
}

/// Reads a record that lies under `key`.
///
/// # Errors
///
/// [`StoreError::NewerWorkspace`] for a later version, [`StoreError::Damaged`] for what is no record, or
/// one of another key.
pub fn decode(key: &str, bytes: &[u8]) -> Result<Record, StoreError> {
    let damaged = |reason: String| StoreError::Damaged { what: format!("the record `{key}`"), reason };
    let kind = kind_of(key).ok_or_else(|| damaged("no record has such a key".to_owned()))?;
    let fields = fields(kind, bytes, &MIGRATIONS, &damaged)?;
    let record = match kind {
        "model" => Record::Model(read(fields, &damaged)?),
        "version" => Record::Version(read(fields, &damaged)?),
        "run" => Record::Run(read(fields, &damaged)?),
        "decision" => Record::Decision(read(fields, &damaged)?),
        "report" => Record::Report(read(fields, &damaged)?),
        "audit" => Record::Audit(read(fields, &damaged)?),
        _ => match fields.get("text").and_then(Value::as_str) {
            Some(text) => Record::Policy(text.to_owned()),
            None => return Err(damaged("the field `text` is missing".to_owned())),
        },
    };
    if record.key() != key {
        return Err(damaged(format!("it holds `{}`", record.key())));
    }
    Ok(record)
}

/// The head as JSON, in the form of a record of kind `workspace`.
pub fn encode_head(head: &Head) -> Vec<u8> {
    let own = [("revision", head.revision), ("last_report", head.last_report)];
    text(
        "workspace",
        &own.map(|(name, value)| (name.to_owned(), Value::from(value))).into_iter().collect::<Map<_, _>>(),
    )
}

/// Reads the head. Its version becomes that of this build, which the next change writes.
///
/// # Errors
///
/// As for [`decode`].
pub fn decode_head(bytes: &[u8]) -> Result<Head, StoreError> {
    let damaged =
        |reason: String| StoreError::Damaged { what: "the head of the workspace".to_owned(), reason };
    let fields = fields("workspace", bytes, &MIGRATIONS, &damaged)?;
    let number = |name: &str| {
        let number = fields.get(name).and_then(Value::as_u64);
        number.ok_or_else(|| damaged(format!("the field `{name}` is missing")))
    };
    let (revision, last_report) = (number("revision")?, number("last_report")?);
    Ok(Head { format_version: WORKSPACE_FORMAT_VERSION, revision, last_report })
}

/// Kind of the record that lies under a key.
fn kind_of(key: &str) -> Option<&'static str> {
    match key.split_once('/') {
        Some(("models", _)) => Some("model"),
        Some(("versions", _)) => Some("version"),
        Some(("runs", _)) => Some("run"),
        Some(("decisions", _)) => Some("decision"),
        Some(("reports", _)) => Some("report"),
        Some(("audit", _)) => Some("audit"),
        None if key == "policy" => Some("policy"),
        _ => None,
    }
}

fn text(kind: &str, value: &impl Serialize) -> Vec<u8> {
    let mut fields = Map::new();
    fields.insert("format".to_owned(), format!("{FORMAT}{kind}").into());
    fields.insert("format_version".to_owned(), WORKSPACE_FORMAT_VERSION.into());
    // Plain structs with string keys always serialise.
    if let Ok(Value::Object(own)) = serde_json::to_value(value) {
        fields.extend(own);
    }
    let mut bytes = serde_json::to_vec_pretty(&fields).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The fields of a text as today's version has them.
fn fields(
    kind: &str,
    bytes: &[u8],
    migrations: &[Migration],
    damaged: &impl Fn(String) -> StoreError,
) -> Result<Value, StoreError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    let format = value.get("format").and_then(Value::as_str).unwrap_or_default();
    if format.strip_prefix(FORMAT) != Some(kind) {
        return Err(damaged(format!("it says that it is `{format}`, not `{FORMAT}{kind}`")));
    }
    let known = migrations.len() + 1;
    let found = value.get("format_version").and_then(Value::as_u64).unwrap_or_default();
    match usize::try_from(found) {
        Ok(0) => Err(damaged("it does not say of which version it is".to_owned())),
        Ok(found) if found <= known => {
            Ok(migrations.iter().skip(found - 1).fold(value, |value, step| step(kind, value)))
        }
        _ => Err(StoreError::NewerWorkspace { found, known: known as u64 }),
    }
}

fn read<T: DeserializeOwned>(
    fields: Value,
    damaged: &impl Fn(String) -> StoreError,
) -> Result<T, StoreError> {
    serde_json::from_value(fields).map_err(|error| damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::{AuditEntry, Decision, DecisionOutcome, RegisteredModel};

    fn model() -> RegisteredModel {
        RegisteredModel {
            name: "loan/ü".to_owned(),
            description: "line\nbreak".to_owned(),
            aliases: [("champion".to_owned(), 2)].into(),
            past_champions: vec![1],
            created_ms: -1,
            last_version: 2,
            ..RegisteredModel::default()
        }
    }

    #[test]
    fn records_come_back_as_they_were() {
        let decision = Decision {
            number: 7,
            time_ms: 1,
            model: "loan".to_owned(),
            outcome: DecisionOutcome::Deferred,
            by_hand: false,
            headline: "143 of 500 labels".to_owned(),
            severity: None,
            triggers: Vec::new(),
            needs: Vec::new(),
            newest: None,
            alerts: Vec::new(),
            run: None,
        };
        let records = [
            Record::Model(model()),
            Record::Decision(Box::new(decision)),
            Record::Audit(AuditEntry { number: 3, ..AuditEntry::default() }),
            Record::Policy("a = \"b\"\n".to_owned()),
        ];
        for record in records {
            let bytes = encode(&record);
            assert_eq!(decode(&record.key(), &bytes), Ok(record));
        }
        let head = Head { revision: u64::MAX, ..Head::default() };
        assert_eq!(decode_head(&encode_head(&head)), Ok(head));
    }

    #[test]
    fn a_text_says_what_it_is() {
        let text = String::from_utf8(encode(&Record::Policy("p".to_owned()))).expect("UTF-8");
        let wanted =
            "{\n  \"format\": \"evenkeel.policy\",\n  \"format_version\": 2,\n  \"text\": \"p\"\n}\n";
        assert_eq!(text, wanted);
    }

    #[test]
    fn another_key_another_kind_and_half_a_text_are_refused() {
        let bytes = encode(&Record::Model(model()));
        let refused = |key: &str, bytes: &[u8]| match decode(key, bytes) {
            Err(StoreError::Damaged { reason, .. }) => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused("models/other", &bytes), "it holds `models/loan%2F%C3%BC`");
        assert!(refused("runs/1", &bytes).contains("not `evenkeel.run`"));
        assert!(refused("models/loan%2F%C3%BC", &bytes[..bytes.len() / 2]).contains("EOF"));
        assert!(refused("elsewhere", &bytes).contains("no record"));
        assert!(refused("policy", b"{\"format\": \"evenkeel.policy\"}").contains("which version"));
    }

    #[test]
    fn records_of_version_1_are_read() {
        let head = br#"{"format": "evenkeel.workspace", "format_version": 1, "revision": 9}"#;
        assert_eq!(decode_head(head), Ok(Head { revision: 9, last_report: 0, ..Head::default() }));
        // As version 1 wrote it.
        let text = br#"{
  "format": "evenkeel.model",
  "format_version": 1,
  "name": "loan",
  "description": "d",
  "tags": {},
  "created_ms": 1,
  "updated_ms": 2,
  "aliases": { "champion": 1 },
  "past_champions": [],
  "last_version": 1
}"#;
        let Ok(Record::Model(model)) = decode("models/loan", text) else { panic!("it is a model") };
        assert_eq!((model.description.as_str(), model.intended_use.as_str()), ("d", ""));
    }

    #[test]
    fn a_later_version_is_refused() {
        let bytes = br#"{"format": "evenkeel.workspace", "format_version": 3, "revision": 1}"#;
        assert_eq!(decode_head(bytes), Err(StoreError::NewerWorkspace { found: 3, known: 2 }));
    }

    /// As if there were a version 3: `note` became `text` in 2, and texts got a line of their own in 3.
    #[test]
    fn steps_are_applied_in_order_from_the_version_of_the_text() {
        fn to_2(kind: &str, mut value: Value) -> Value {
            if let (true, Some(fields)) = (kind == "policy", value.as_object_mut()) {
                let note = fields.remove("note").unwrap_or_default();
                fields.insert("text".to_owned(), note);
            }
            value
        }
        fn to_3(kind: &str, mut value: Value) -> Value {
            if let (true, Some(text)) = (kind == "policy", value.get("text").and_then(Value::as_str)) {
                value["text"] = format!("{text}\n").into();
            }
            value
        }
        let steps: [Migration; 2] = [to_2, to_3];
        let damaged = |reason| StoreError::Damaged { what: String::new(), reason };
        let read = |version: u32, field: &str| {
            let text =
                format!(r#"{{"format": "evenkeel.policy", "format_version": {version}, "{field}": "a"}}"#);
            fields("policy", text.as_bytes(), &steps, &damaged).map(|value| value["text"].clone())
        };
        assert_eq!(read(1, "note"), Ok("a\n".into()));
        assert_eq!(read(2, "text"), Ok("a\n".into()));
        assert_eq!(read(3, "text"), Ok("a".into()));
        assert_eq!(read(4, "text"), Err(StoreError::NewerWorkspace { found: 4, known: 3 }));
    }
}
