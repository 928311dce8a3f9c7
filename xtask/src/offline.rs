//! What makes a built site one whole: every address names the build, every file's digest is listed, and the
//! service worker knows whose it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::failure::{Failure, Outcome};
use crate::size;

const PAGE: &str = "index.html";
const SERVICE_WORKER: &str = "service_worker.js";
const LIST: &str = "files.json";
/// Kept by the service worker when it is visited, not in advance.
const GUIDE: &str = "guide/";
/// The service worker of a site that has not been sealed.
const UNSEALED: &str = "const BUILD = null;";

/// Makes the site in `folder` that of `build`. `public/service_worker.js` and `public/offline.js` say what follows.
pub(crate) fn seal(folder: &Path, build: &str) -> Outcome {
    let names = kept(folder);
    let page = folder.join(PAGE);
    write(&page, &with_addresses(&read(&page)?, &names, build))?;
    let worker = folder.join(SERVICE_WORKER);
    let sealed = with_build(&read(&worker)?, build)
        .ok_or_else(|| Failure::new(format!("{} has no line `{UNSEALED}`, or several", worker.display())))?;
    write(&worker, &sealed)?;
    // The page is among the files, so the digests come last.
    write(&folder.join(LIST), &list(folder, &names, build)?)
}

/// Every file that the page may need, by its path below the site, with slashes.
fn kept(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = size::files(folder)
        .iter()
        .filter_map(|file| Some(file.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/")))
        .filter(|name| name != SERVICE_WORKER && name != LIST && !name.starts_with(GUIDE))
        .collect();
    names.sort();
    names
}

/// The page with `?build=` behind each of these names that stands alone between quotation marks.
fn with_addresses(page: &str, names: &[String], build: &str) -> String {
    names.iter().fold(page.to_owned(), |page, name| {
        page.replace(&format!("\"./{name}\""), &format!("\"./{name}?build={build}\""))
            .replace(&format!("\"{name}\""), &format!("\"{name}?build={build}\""))
    })
}

/// The service worker as that of `build`; `None` if it is not the one that was written for this.
fn with_build(worker: &str, build: &str) -> Option<String> {
    let is_one = worker.matches(UNSEALED).count() == 1;
    is_one.then(|| worker.replace(UNSEALED, &format!("const BUILD = \"{build}\";")))
}

/// `{"build": …, "files": {path: SHA-256 in hexadecimal digits}}`.
fn list(folder: &Path, names: &[String], build: &str) -> Outcome<String> {
    let mut files = BTreeMap::new();
    for name in names {
        let path = folder.join(name);
        let bytes = fs::read(&path).map_err(|error| Failure::file("read", &path, &error))?;
        files.insert(name, digest(&bytes));
    }
    Ok(format!("{:#}\n", json!({ "build": build, "files": files })))
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure::file("read", path, &error))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| Failure::file("write", path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    #[test]
    fn addresses_name_the_build_where_they_are_files_of_the_site() {
        let page = r#"<title>boot.js</title><a href="https://x.y/boot.js"></a>
            <script src="./boot.js" data-js="page-1.js" data-wasm="page-1_bg.wasm"></script><link href="./other.js">"#;
        let names = ["boot.js", "page-1.js", "page-1_bg.wasm"].map(str::to_owned);
        let sealed = r#"<title>boot.js</title><a href="https://x.y/boot.js"></a>
            <script src="./boot.js?build=b1" data-js="page-1.js?build=b1" data-wasm="page-1_bg.wasm?build=b1"></script><link href="./other.js">"#;
        assert_eq!(with_addresses(page, &names, "b1"), sealed);
        assert_eq!(with_addresses(sealed, &names, "b1"), sealed, "once is enough");
    }

    /// The example of FIPS 180-4 that its publisher gives: SHA-256 of `abc`.
    #[test]
    fn digests_are_sha_256() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn the_service_worker_of_the_project_can_be_sealed_once() {
        let template = read(&paths::root().join("public").join(SERVICE_WORKER)).unwrap();
        let sealed = with_build(&template, "0123456789abcdef").unwrap();
        assert!(sealed.contains("const BUILD = \"0123456789abcdef\";"));
        assert_eq!(with_build(&sealed, "fedcba9876543210"), None);
    }

    #[test]
    fn a_sealed_site_lists_all_but_the_worker_the_list_and_the_guide() {
        let folder = std::env::temp_dir().join(format!("evenkeel-seal-{}", std::process::id()));
        for (name, text) in [
            (PAGE, "<script src=\"./boot.js\"></script>"),
            ("boot.js", "abc"),
            ("demo/a.csv", "abc"),
            ("guide/index.html", "the guide"),
            (SERVICE_WORKER, "const BUILD = null;\n"),
            (LIST, "an older list"),
        ] {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        seal(&folder, "b1").unwrap();
        let listed: serde_json::Value = serde_json::from_str(&read(&folder.join(LIST)).unwrap()).unwrap();
        let page = fs::read(folder.join(PAGE)).unwrap();
        let sealed_again = seal(&folder, "b2");
        fs::remove_dir_all(&folder).unwrap();

        // SHA-256 of `abc`, as above.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(page, b"<script src=\"./boot.js?build=b1\"></script>");
        let wanted = json!({
            "build": "b1",
            "files": { "boot.js": abc, "demo/a.csv": abc, "index.html": digest(&page) },
        });
        assert_eq!(listed, wanted);
        assert!(sealed_again.is_err());
    }
}
