//! A small static file server: enough to show the site, and to show that it works below a sub-path.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Outcome};

/// A server that has a port but answers only once [`Server::serve`] is called.
#[derive(Debug)]
pub(crate) struct Server {
    listener: TcpListener,
    site: Arc<Site>,
    address: SocketAddr,
}

/// What is served where.
#[derive(Debug)]
struct Site {
    folder: PathBuf,
    /// Begins and ends with a slash.
    prefix: String,
}

impl Server {
    /// Takes `port` (0: any free one) on this machine for the files of `folder` below `prefix`.
    pub(crate) fn bind(folder: &Path, prefix: &str, port: u16) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            Failure::new(format!("port {port} cannot be served from ({error}): choose another with --port"))
        })?;
        let address = listener
            .local_addr()
            .map_err(|error| Failure::new(format!("the server has no address: {error}")))?;
        let site = Arc::new(Site { folder: folder.to_path_buf(), prefix: prefix.to_owned() });
        Ok(Self { listener, site, address })
    }

    /// The address to open.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.site.prefix)
    }

    /// Answers until the process ends.
    pub(crate) fn serve(self) {
        for stream in self.listener.incoming().flatten() {
            let site = Arc::clone(&self.site);
            thread::spawn(move || site.converse(stream));
        }
    }
}

impl Site {
    /// Answers one request and hangs up.
    fn converse(&self, mut stream: TcpStream) {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
        let mut head = Vec::new();
        let mut reader = BufReader::new((&stream).take(64 * 1024));
        while !head.ends_with(b"\r\n\r\n") {
            if reader.read_until(b'\n', &mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let head = String::from_utf8_lossy(&head);
        let mut words = head.split_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let answer = if method == "GET" || method == "HEAD" {
            self.answer(target)
        } else {
            Answer::empty("405 Method Not Allowed")
        };
        let header = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            answer.status,
            answer.media_type,
            answer.body.len(),
            answer.location.map_or_else(String::new, |to| format!("Location: {to}\r\n")),
        );
        // The browser may have gone away; that is no concern of ours.
        let _ = stream.write_all(header.as_bytes());
        if method == "GET" {
            let _ = stream.write_all(&answer.body);
        }
    }

    fn answer(&self, target: &str) -> Answer {
        let path = decode(target.split(['?', '#']).next().unwrap_or_default());
        if format!("{path}/") == self.prefix {
            return Answer { location: Some(self.prefix.clone()), ..Answer::empty("301 Moved Permanently") };
        }
        let Some(inside) = path.strip_prefix(&self.prefix) else { return Answer::empty("404 Not Found") };
        let inside = Path::new(inside);
        if inside.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Answer::empty("404 Not Found");
        }
        let mut file = self.folder.join(inside);
        if file.is_dir() {
            file.push("index.html");
        }
        match fs::read(&file) {
            Ok(body) => Answer { media_type: media_type(&file), body, ..Answer::empty("200 OK") },
            Err(_) => Answer::empty("404 Not Found"),
        }
    }
}

#[derive(Debug)]
struct Answer {
    status: &'static str,
    media_type: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn empty(status: &'static str) -> Self {
        Self { status, media_type: "text/plain; charset=utf-8", location: None, body: Vec::new() }
    }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "md" | "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Undoes percent-encoding; what is not valid stays as it is.
fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                plain.push(byte);
                at += 3;
            }
            _ => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site { folder: crate::paths::root().join("xtask"), prefix: "/some/sub/path/".to_owned() }
    }

    #[test]
    fn serves_files_below_the_prefix_only() {
        assert_eq!(site().answer("/some/sub/path/Cargo.toml?x=1").status, "200 OK");
        assert_eq!(site().answer("/Cargo.toml").status, "404 Not Found");
        assert_eq!(site().answer("/some/sub/path/missing.js").status, "404 Not Found");
        assert_eq!(site().answer("/some/sub/path").location.as_deref(), Some("/some/sub/path/"));
    }

    #[test]
    fn never_leaves_its_folder() {
        for target in
            ["/some/sub/path/../Cargo.toml", "/some/sub/path/%2e%2e/Cargo.toml", "/some/sub/path//etc/passwd"]
        {
            assert_eq!(site().answer(target).status, "404 Not Found", "{target}");
        }
    }

    #[test]
    fn decodes_percent_signs() {
        assert_eq!(decode("/a%20b%zz%"), "/a b%zz%");
    }
}
