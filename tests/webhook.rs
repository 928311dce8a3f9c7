//! The command's webhook against a server on this machine: what arrives, what is tried again, and that
//! no message holds the secret of the address.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::Parser;
use evenkeel::cli::{
    CliError, Pause, PostSettings, Posted, WebhookArgs, WebhookError, WebhookUrl, post, post_with,
};
use evenkeel::monitor::{Alert, AlertSeverity, Limits, Series, Timeline, Window, WindowRule};

/// Stands in path and query of every address here.
const SECRET: &str = "T0PSECRET";
const PAYLOAD: &str = r#"{"text":"Grüße"}"#;

/// A server that gives these answers, one a connection, and returns what it was asked.
struct Server {
    port: u16,
    requests: JoinHandle<Vec<String>>,
}

/// What the server does with a connection.
#[derive(Clone)]
enum Reply {
    Text(&'static str),
    /// Says nothing until the other side gives up.
    Hang,
}

impl Server {
    fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine is free");
        let port = listener.local_addr().expect("the port is known").port();
        let requests = std::thread::spawn(move || {
            let answer = |reply: Reply| {
                let (stream, _) = listener.accept().expect("a connection comes");
                serve(stream, &reply)
            };
            replies.into_iter().map(answer).collect()
        });
        Self { port, requests }
    }

    fn url(&self) -> WebhookUrl {
        url(self.port)
    }

    fn requests(self) -> Vec<String> {
        self.requests.join().expect("the server ends well")
    }
}

fn serve(mut stream: TcpStream, reply: &Reply) -> String {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !is_whole(&request) {
        match stream.read(&mut chunk).expect("the request can be read") {
            0 => break,
            read => request.extend_from_slice(&chunk[..read]),
        }
    }
    match reply {
        Reply::Text(text) => stream.write_all(text.as_bytes()).expect("the answer can be sent"),
        Reply::Hang => while stream.read(&mut chunk).is_ok_and(|read| read > 0) {},
    }
    String::from_utf8(request).expect("the request is UTF-8")
}

/// Whether headers and as many bytes as they announce are there.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some(end) = text.find("\r\n\r\n") else { return false };
    let length = text[..end].lines().find_map(|line| {
        line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok()
    });
    request.len() >= end + 4 + length.expect("the request announces its length")
}

fn url(port: u16) -> WebhookUrl {
    let text = format!("http://127.0.0.1:{port}/services/{SECRET}?token={SECRET}");
    WebhookUrl::parse(&text, false).expect("an address of this machine is allowed")
}

/// A clock that stands still and a sleep that only writes down how long it was to be.
#[derive(Default)]
struct Recorded(RefCell<Vec<u64>>);

impl Pause for Recorded {
    fn now(&self) -> SystemTime {
        // 1994-11-06T08:49:30Z, seven seconds before the date of RFC 9110.
        UNIX_EPOCH + Duration::from_secs(784_111_770)
    }

    fn sleep(&self, wait: Duration) {
        self.0.borrow_mut().push(wait.as_secs());
    }
}

/// Posts with a clock that stands still; gives the waits beside the outcome.
fn posted(url: &WebhookUrl) -> (Result<Posted, WebhookError>, Vec<u64>) {
    let pause = Recorded::default();
    let outcome = post_with(url, PAYLOAD, &PostSettings::default(), &pause);
    (outcome, pause.0.into_inner())
}

/// The sentence of a failure, once it was looked through for the secret.
fn sentence(error: &WebhookError) -> String {
    let shown =
        format!("{error} {error:?} {} {:?}", CliError::from(error.clone()), CliError::from(error.clone()));
    for secret in [SECRET, "services", "token"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    error.to_string()
}

/// The same of a failed post, the port left out.
fn failure(url: &WebhookUrl, port: u16) -> String {
    sentence(&posted(url).0.expect_err("it fails")).replace(&port.to_string(), "PORT")
}

const OK: Reply = Reply::Text("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
const BROKEN: Reply =
    Reply::Text("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");

#[test]
fn the_payload_arrives_as_json() {
    let server = Server::start(vec![OK]);
    assert_eq!(posted(&server.url()), (Ok(Posted { status: 200, attempts: 1 }), vec![]));
    let requests = server.requests();
    let (head, body) = requests[0].split_once("\r\n\r\n").expect("headers end");
    assert!(head.starts_with(&format!("POST /services/{SECRET}?token={SECRET} HTTP/1.1\r\n")), "{head}");
    assert!(head.to_ascii_lowercase().contains("\r\ncontent-type: application/json"), "{head}");
    assert_eq!(body, PAYLOAD);
}

#[test]
fn a_server_in_trouble_is_tried_again_with_growing_waits() {
    let server = Server::start(vec![BROKEN, BROKEN, OK]);
    assert_eq!(posted(&server.url()), (Ok(Posted { status: 200, attempts: 3 }), vec![1, 2]));
    let requests = server.requests();
    assert!(requests.len() == 3 && requests.iter().all(|request| request.ends_with(PAYLOAD)));

    let server = Server::start(vec![BROKEN; 3]);
    let port = server.port;
    assert_eq!(
        failure(&server.url(), port),
        "http://127.0.0.1:PORT/… answered 500 in 3 attempts: it has a problem of its own; try later"
    );
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_server_may_say_how_long_to_wait() {
    let busy = |wait: &str| {
        let text = format!(
            "HTTP/1.1 429 Too Many Requests\r\nretry-after: {wait}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        Reply::Text(text.leak())
    };
    let server = Server::start(vec![busy("17"), busy("Sun, 06 Nov 1994 08:49:37 GMT"), OK]);
    assert_eq!(posted(&server.url()), (Ok(Posted { status: 200, attempts: 3 }), vec![17, 7]));
    server.requests();

    let server = Server::start(vec![busy("3600")]);
    let (outcome, waits) = posted(&server.url());
    let said = sentence(&outcome.expect_err("nobody waits for an hour"));
    assert!(
        said.ends_with("/… answered 429 and asks to wait 3600 s: nothing was posted; send again later"),
        "{said}"
    );
    assert_eq!((waits, server.requests().len()), (vec![], 1));
}

#[test]
fn a_server_that_hangs_is_left_in_time_and_not_posted_to_twice() {
    let server = Server::start(vec![Reply::Hang]);
    let settings = PostSettings { timeout: Duration::from_millis(300), ..PostSettings::default() };
    let begun = Instant::now();
    let error = post(&server.url(), PAYLOAD, &settings).expect_err("no answer comes");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    let said = sentence(&error).replace(&server.port.to_string(), "PORT");
    assert_eq!(
        said,
        "http://127.0.0.1:PORT/… gave no answer within 0.3 s: the message may have arrived or not; it was not sent again"
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_refused_connection_is_tried_again() {
    // Nobody listens on the first port, and no test is given it.
    let port = 1;
    let (outcome, waits) = posted(&url(port));
    let said = sentence(&outcome.expect_err("nobody listens"));
    assert_eq!(
        said,
        format!("http://127.0.0.1:{port}/… could not be reached in 3 attempts: connection refused")
    );
    assert_eq!(waits, [1, 2]);
}

#[test]
fn an_answer_that_repeats_the_address_is_not_repeated() {
    let server = Server::start(vec![Reply::Text(
        "HTTP/1.1 404 /services/T0PSECRET\r\nx-path: /services/T0PSECRET\r\ncontent-length: 19\r\nconnection: close\r\n\r\n/services/T0PSECRET",
    )]);
    let port = server.port;
    assert_eq!(
        failure(&server.url(), port),
        "http://127.0.0.1:PORT/… answered 404: there is no such webhook; copy the address whole, or make a new one"
    );
    assert_eq!(server.requests().len(), 1, "an answer that will not change is not asked for again");

    let nonsense = Server::start(vec![Reply::Text("services T0PSECRET\r\n\r\n")]);
    let port = nonsense.port;
    assert_eq!(
        failure(&nonsense.url(), port),
        "http://127.0.0.1:PORT/… could not be posted to: the answer is not HTTP as it should be; check that the address is a webhook's"
    );
    nonsense.requests();
}

#[test]
fn no_redirect_is_followed() {
    for status in ["301", "302", "303", "307", "308"] {
        let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        elsewhere.set_nonblocking(true).expect("it can be asked without waiting");
        let to = elsewhere.local_addr().expect("the port is known");
        let text = format!(
            "HTTP/1.1 {status} Moved\r\nlocation: http://{to}/{SECRET}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let server = Server::start(vec![Reply::Text(text.leak())]);
        let port = server.port;
        assert_eq!(
            failure(&server.url(), port),
            format!(
                "http://127.0.0.1:PORT/… answered {status}: it redirects, which is not followed; give the address that it leads to"
            )
        );
        server.requests();
        assert!(elsewhere.accept().is_err(), "{status}: nobody may come");
    }
}

#[test]
fn an_address_shows_scheme_and_host_only() {
    let slack = format!("https://hooks.slack.com/services/{SECRET}?token={SECRET}");
    let slack = WebhookUrl::parse(&slack, false).expect("https is allowed");
    assert_eq!(slack.to_string(), "https://hooks.slack.com/…");
    assert_eq!(format!("{slack:?}"), "WebhookUrl(https://hooks.slack.com/…)");

    for text in [
        "services/T0PSECRET",
        "hooks.slack.com/services/T0PSECRET",
        "https://",
        "https:///services/T0PSECRET",
        "https://hooks.slack.com/services T0PSECRET",
        "https://hooks.slack.com/services/T0PSECRET\nhttps://hooks.slack.com/services",
        "ftp://hooks.slack.com/services/T0PSECRET",
        "https://token:T0PSECRET@hooks.slack.com/services/",
        "",
    ] {
        let error = WebhookUrl::parse(text, true).expect_err(text);
        assert!(sentence(&error).starts_with("the webhook's address cannot be used: "), "{text}");
    }
}

#[test]
fn plain_http_is_for_this_machine_unless_allowed() {
    for text in ["http://127.0.0.1/x", "http://127.8.8.8:80/x", "http://[::1]:9/x", "http://LOCALHOST/x"] {
        assert!(WebhookUrl::parse(text, false).is_ok(), "{text}");
    }
    for host in ["hooks.slack.com", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1"] {
        let text = format!("http://{host}/services/{SECRET}");
        let error = WebhookUrl::parse(&text, false).expect_err(&text);
        assert!(sentence(&error).starts_with(&format!("http://{host}/… is plain http")), "{error}");
        assert!(WebhookUrl::parse(&text, true).is_ok());
    }
}

/// As `evenkeel monitor` takes the options.
#[derive(Debug, Parser)]
struct Command {
    #[command(flatten)]
    sending: WebhookArgs,
}

fn options(words: &[&str]) -> Command {
    Command::try_parse_from([&["monitor"], words].concat()).expect("the options are known")
}

#[test]
fn the_address_comes_from_the_option_a_file_or_the_variable() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("webhook");
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    let file = folder.join("url.txt");
    std::fs::write(&file, format!("https://file.example/{SECRET}\n")).expect("the file can be written");
    let file = file.to_str().expect("the path is UTF-8");
    let variable = || Some(OsString::from(format!("https://variable.example/{SECRET}")));
    let shown = |words: &[&str], variable: Option<OsString>| {
        let found = options(words).sending.url_or(variable).expect("the address can be used");
        found.map(|url| url.to_string())
    };
    let option = format!("https://option.example/{SECRET}");
    assert_eq!(shown(&["--webhook", &option], variable()).as_deref(), Some("https://option.example/…"));
    assert_eq!(shown(&["--webhook-url-file", file], variable()).as_deref(), Some("https://file.example/…"));
    assert_eq!(shown(&[], variable()).as_deref(), Some("https://variable.example/…"));
    assert_eq!((shown(&[], None), shown(&[], Some(OsString::new()))), (None, None));

    let absent = options(&["--webhook-url-file", "/nowhere/url.txt"]).sending.url_or(None);
    assert!(absent.expect_err("it is not there").to_string().contains("/nowhere/url.txt"));
    assert!(!format!("{:?}", options(&["--webhook", &option])).contains(SECRET));
}

#[test]
fn wrong_options_do_not_print_the_address() {
    let option = format!("https://option.example/{SECRET}");
    let both = ["monitor", "--webhook", &option, "--webhook-url-file", "url.txt"];
    let other = ["monitor", "--webhook", &option, "--webhook-format", "xml"];
    for words in [both, other] {
        let error = Command::try_parse_from(words).expect_err("it is wrong").to_string();
        assert!(!error.contains(SECRET), "{error}");
    }
    let not_a_url = options(&["--webhook", SECRET]).sending.url_or(None).expect_err("it is no address");
    assert!(!format!("{not_a_url} {not_a_url:?}").contains(SECRET));
}

/// One window without columns, and a warning that it raised.
fn watched() -> (Timeline, Vec<Alert>) {
    let timeline = Timeline {
        reference: "train.csv".to_owned(),
        reference_rows: 10,
        rule: WindowRule::default(),
        reference_windows: Vec::new(),
        windows: vec![Window { name: "march.csv".to_owned(), rows: 10, ..Window::default() }],
        series: Vec::new(),
        columns: Vec::new(),
        kinds: Vec::new(),
        labels: None,
        fairness: None,
        versions: Vec::new(),
        target: None,
        classes: Vec::new(),
        notes: Vec::new(),
    };
    let alert = Alert {
        rule: "accuracy falls".to_owned(),
        series: "accuracy".to_owned(),
        label: "Accuracy".to_owned(),
        severity: AlertSeverity::Warning,
        window: 0,
        window_name: "march.csv".to_owned(),
        over: None,
        value: 0.5,
        limit: 0.8,
        message: "Accuracy is 0.5, below 0.8.".to_owned(),
    };
    (timeline, vec![alert])
}

#[test]
fn alerts_are_sent_in_the_format_and_from_the_severity_that_were_asked_for() {
    let (timeline, alerts) = watched();
    let server = Server::start(vec![OK, OK]);
    let send = |words: &[&str]| options(words).sending.send(&server.url(), &timeline, &alerts);
    assert_eq!(send(&["--webhook-on", "critical"]), Ok(None), "a warning is not critical");
    let arrived = Ok(Some(Posted { status: 200, attempts: 1 }));
    assert_eq!(send(&[]), arrived);
    assert_eq!(send(&["--webhook-format", "json", "--webhook-on", "info"]), arrived);
    let requests = server.requests();
    let body = |request: &str| -> serde_json::Value {
        serde_json::from_str(request.split_once("\r\n\r\n").expect("headers end").1).expect("it is JSON")
    };
    assert_eq!(body(&requests[0])["blocks"][0]["text"]["text"], "Evenkeel: 1 new alert, warning");
    assert_eq!(body(&requests[1])["format"], "evenkeel.alerts");
}

#[test]
fn the_text_for_prometheus_stands_whole_under_its_name_or_not_at_all() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("openmetrics");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    let file = folder.join("evenkeel.prom");
    let path = file.to_str().expect("the path is UTF-8");
    let (timeline, alerts) = watched();
    let write = |more: &[&str]| {
        let words = [&["--openmetrics", path], more].concat();
        options(&words).sending.write_openmetrics(&timeline, &alerts, &|_: &Series| Limits::default())
    };
    assert_eq!(write(&["--openmetrics-label", "model=churn"]), Ok(()));
    let before = std::fs::read_to_string(&file).expect("it was written");
    assert!(before.contains("\nevenkeel_alerts_open{model=\"churn\",severity=\"warning\"} 1\n"), "{before}");
    assert!(before.ends_with("\n# EOF\n"));
    assert_eq!(std::fs::read_dir(&folder).expect("the folder is there").count(), 1, "no draft stays behind");

    // A folder where the draft would go makes writing fail.
    std::fs::create_dir(folder.join("evenkeel.prom.part")).expect("the folder can be made");
    let error = write(&[]).expect_err("the draft cannot be written").to_string();
    assert!(error.starts_with(&format!("{path} could not be written: ")), "{error}");
    assert_eq!(std::fs::read_to_string(&file).expect("it stays"), before);

    for label in ["model", "2x=a", "window=a"] {
        let error = write(&["--openmetrics-label", label]).expect_err(label).to_string();
        assert!(error.starts_with("--openmetrics-label: "), "{error}");
    }
}
