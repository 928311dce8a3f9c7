//! Where things lie in a workspace's folder and in its zip file.

/// The head.
pub(super) const HEAD: &str = "workspace.json";
/// Folder of the artifacts.
pub(super) const ARTIFACTS: &str = "artifacts";
/// Folders of records.
pub(super) const RECORDS: [&str; 6] = ["models", "versions", "runs", "decisions", "reports", "audit"];
/// Key of the record that lies in no folder.
pub(super) const POLICY: &str = "policy";

/// Path of a record.
pub(super) fn record_path(key: &str) -> String {
    format!("{key}.json")
}

/// Key of a record by its path; `None` for a path that no record has.
pub(super) fn key_of(path: &str) -> Option<&str> {
    let key = path.strip_suffix(".json")?;
    let parts: Vec<&str> = key.split('/').collect();
    let is_part = |part: &&str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'%'))
    };
    let wanted = match parts.first().copied() {
        Some(POLICY) => 1,
        Some("versions") => 3,
        Some(folder) if RECORDS.contains(&folder) => 2,
        _ => return None,
    };
    (parts.len() == wanted && parts.iter().all(is_part)).then_some(key)
}

/// Path of an artifact.
pub(super) fn artifact_path(digest: &str) -> String {
    format!("{ARTIFACTS}/{}/{digest}", digest.get(..2).unwrap_or_default())
}

/// Digest of an artifact by its path.
pub(super) fn digest_of(path: &str) -> Option<&str> {
    let digest = path.rsplit_once('/')?.1;
    (crate::lifecycle::is_digest(digest) && artifact_path(digest) == path).then_some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_what_lies_there() {
        for key in [
            "models/loan",
            "versions/a%2Fb/000007",
            "runs/0a",
            "reports/00000001",
            "audit/00000001",
            "policy",
        ] {
            assert_eq!(key_of(&record_path(key)), Some(key));
        }
        let bad = [
            "workspace.json",
            "models/a",
            "models/../a.json",
            "versions/a.json",
            "models/a/b.json",
            "x/a.json",
        ];
        for path in bad {
            assert_eq!(key_of(path), None, "{path}");
        }
        let digest = "ab".repeat(32);
        assert_eq!(digest_of(&artifact_path(&digest)), Some(digest.as_str()));
        assert_eq!(digest_of(&format!("artifacts/00/{digest}")), None);
        assert_eq!(digest_of("artifacts/../etc/passwd"), None);
    }
}
