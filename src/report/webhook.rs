//! What is posted to a webhook when a window raises alerts: a message for Slack and what is compatible
//! with it, and plain JSON for everything else. Pure text: who posts it is elsewhere.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::alert_words::severity_symbol;
use super::check_json::Tool;
use super::judged_columns::judged_columns;
use crate::chart::count;
use crate::monitor::{Alert, AlertSeverity, DriftKinds, KindVerdict, Timeline, Window};

/// Name of the generic format.
pub const ALERTS_FORMAT: &str = "evenkeel.alerts";
/// Version of the generic format that this build writes.
pub const ALERTS_FORMAT_VERSION: u32 = 1;

/// Alerts that a Slack message lists; the rest is counted.
const MOST_IN_SLACK: usize = 10;
/// Alerts that the generic payload lists; the rest is counted.
const MOST_IN_JSON: usize = 100;
/// UTF-16 units of a sentence in a section of its own: with its names well below Slack's 3,000.
const MOST_OF_SECTION: usize = 2_000;
/// The same of a sentence in the message's text, which holds all of them.
const MOST_OF_LINE: usize = 200;
/// The same of a name.
const MOST_OF_NAME: usize = 80;
/// Characters of a text in the generic payload.
const MOST_OF_TEXT: usize = 1_000;

/// What the newest window raised, and what is still open from before, from a least severity on.
#[derive(Debug, Clone)]
pub struct AlertMessage<'a> {
    timeline: &'a Timeline,
    raised: Vec<&'a Alert>,
    open: Vec<&'a Alert>,
}

impl<'a> AlertMessage<'a> {
    /// Picks from all alerts of a timeline those to tell of, the worst first.
    pub fn of(timeline: &'a Timeline, alerts: &'a [Alert], least: AlertSeverity) -> Self {
        let newest = timeline.windows.len().checked_sub(1);
        let mut severe: Vec<&Alert> = alerts.iter().filter(|alert| alert.severity >= least).collect();
        severe.sort_by_key(|alert| Reverse(alert.severity));
        let (raised, before): (Vec<&Alert>, Vec<&Alert>) =
            severe.into_iter().partition(|alert| Some(alert.window) == newest);
        let open = before.into_iter().filter(|alert| alert.over.is_none()).collect();
        Self { timeline, raised, open }
    }

    /// Whether the newest window raised nothing, so that there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.raised.is_empty()
    }

    /// A message for Slack's incoming webhooks. `text` alone says all, for what shows no blocks.
    ///
    /// Within Slack's limits: 150 characters a header, 3,000 a section, 50 blocks. Names are escaped,
    /// and `verbatim` keeps Slack from making links or mentions of them.
    pub fn slack(&self) -> String {
        let header = self.header();
        let verdict = self.verdict();
        let listed: Vec<&Alert> = self.alerts().take(MOST_IN_SLACK).collect();
        let more = match self.raised.len() + self.open.len() - listed.len() {
            0 => None,
            left => Some(format!("and {} more", count(left as u64))),
        };
        let mut blocks = vec![
            json!({ "type": "header", "text": { "type": "plain_text", "text": header } }),
            section(&verdict),
        ];
        blocks.extend(listed.iter().map(|alert| section(&slack_line(alert, MOST_OF_SECTION))));
        blocks.extend(more.iter().map(|more| section(more)));
        let lines = listed.iter().map(|alert| slack_line(alert, MOST_OF_LINE));
        let text: Vec<String> = [header, verdict].into_iter().chain(lines).chain(more).collect();
        json!({ "text": text.join("\n"), "blocks": blocks, "unfurl_links": false, "unfurl_media": false })
            .to_string()
    }

    /// The generic payload: everything by name, numbers in full.
    pub fn json(&self) -> String {
        let timeline = self.timeline;
        let listed: Vec<Value> = self.alerts().take(MOST_IN_JSON).map(|alert| self.alert(alert)).collect();
        let left_out = self.raised.len() + self.open.len() - listed.len();
        let (judged, drifted) = self.columns();
        let kinds = self.newest().and_then(|(at, _)| timeline.kinds.get(at));
        json!({
            "format": ALERTS_FORMAT,
            "format_version": ALERTS_FORMAT_VERSION,
            "tool": Tool::THIS,
            "reference": { "name": cut(&timeline.reference), "rows": timeline.reference_rows },
            "window": self.newest().map(|(at, window)| window_json(at, window)),
            "windows": timeline.windows.len(),
            "raised": self.raised.len(),
            "open": self.open.len(),
            "alerts": listed,
            "alerts_left_out": left_out,
            "columns": { "judged": judged, "drifted": drifted },
            "drift_kinds": kinds.map(kinds_json),
        })
        .to_string()
    }

    /// Raised ones first, then those still open.
    fn alerts(&self) -> impl Iterator<Item = &'a Alert> {
        self.raised.iter().chain(&self.open).copied()
    }

    fn newest(&self) -> Option<(usize, &'a Window)> {
        self.timeline.windows.iter().enumerate().next_back()
    }

    /// Judged and drifted columns of the newest window.
    fn columns(&self) -> (usize, usize) {
        let Some((at, _)) = self.newest() else { return (0, 0) };
        let judged = || judged_columns(self.timeline, at);
        (judged().count(), judged().filter(|(_, is_drifted)| *is_drifted).count())
    }

    /// Words of ours only: a header cannot be escaped.
    fn header(&self) -> String {
        let new = match self.raised.len() {
            0 => return "Evenkeel: no new alert".to_owned(),
            1 => "1 new alert".to_owned(),
            many => format!("{} new alerts", count(many as u64)),
        };
        let worst = self.raised.first().map_or("", |alert| alert.severity.id());
        format!("Evenkeel: {new}, {worst}")
    }

    fn verdict(&self) -> String {
        let reference = mrkdwn(&self.timeline.reference, MOST_OF_NAME);
        let Some((at, window)) = self.newest() else { return format!("No window yet against {reference}.") };
        let (judged, drifted) = self.columns();
        let mut said = format!(
            "Window {} ({} rows) against {reference}: {} of {} judged columns drifted.",
            mrkdwn(&window.name, MOST_OF_NAME),
            count(window.rows),
            count(drifted as u64),
            count(judged as u64),
        );
        if let Some(kinds) = self.timeline.kinds.get(at) {
            let each = named(kinds).map(|(name, verdict)| format!("{name} {}", moved(verdict)));
            said.push_str(&format!(" Kinds of drift: {}.", each.join(", ")));
        }
        match self.open.len() {
            0 => {}
            1 => said.push_str(" 1 alert is still open from before."),
            many => said.push_str(&format!(" {} alerts are still open from before.", count(many as u64))),
        }
        said
    }

    fn alert(&self, alert: &Alert) -> Value {
        json!({
            "rule": cut(&alert.rule),
            "series": cut(&alert.series),
            "label": cut(&alert.label),
            "severity": alert.severity.id(),
            "is_new": self.newest().is_some_and(|(at, _)| at == alert.window),
            "window": { "name": cut(&alert.window_name), "number": alert.window + 1 },
            "value": alert.value,
            "limit": alert.limit,
            "message": cut(&alert.message),
        })
    }
}

fn section(text: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": true } })
}

fn slack_line(alert: &Alert, most: usize) -> String {
    format!(
        "{} {}: {} (rule {}, raised in window {})",
        severity_symbol(alert.severity),
        alert.severity.id(),
        mrkdwn(&alert.message, most),
        mrkdwn(&alert.rule, MOST_OF_NAME),
        mrkdwn(&alert.window_name, MOST_OF_NAME),
    )
}

/// Text as Slack asks for it: `&`, `<` and `>` escaped, on one line, and cut so that at most `most`
/// UTF-16 units are written, never within an escape.
fn mrkdwn(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let mut bytes = [0; 4];
        let piece = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            c if c.is_control() => " ",
            c => c.encode_utf8(&mut bytes),
        };
        used += piece.encode_utf16().count();
        // One unit is kept for the dots.
        if used >= most {
            out.push('…');
            break;
        }
        out.push_str(piece);
    }
    out
}

/// The beginning of a text, where it is very long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_OF_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn window_json(at: usize, window: &Window) -> Value {
    json!({
        "name": cut(&window.name),
        "number": at + 1,
        "first_row": window.first_row,
        "last_row": window.last_row,
        "rows": window.rows,
        "labelled": window.labelled,
        "from_ms": window.times.map(|times| times.0),
        "to_ms": window.times.map(|times| times.1),
    })
}

fn named(kinds: &DriftKinds) -> [(&'static str, &KindVerdict); 3] {
    [("covariate", &kinds.covariate), ("prior", &kinds.prior), ("concept", &kinds.concept)]
}

fn moved(verdict: &KindVerdict) -> &'static str {
    match verdict.moved {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not judged",
    }
}

fn kinds_json(kinds: &DriftKinds) -> Value {
    let each = named(kinds).map(|(name, verdict)| {
        (name.to_owned(), json!({ "moved": verdict.moved, "words": cut(&verdict.words) }))
    });
    Value::Object(each.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::super::timeline_tests::{alert, timeline};
    use super::*;

    fn read(payload: &str) -> Value {
        serde_json::from_str(payload).unwrap()
    }

    /// A raised warning, an open critical alert from before, one that is over, and a mere information.
    fn alerts() -> Vec<Alert> {
        let over = Alert { over: Some(1), ..alert(AlertSeverity::Critical, 0) };
        vec![
            alert(AlertSeverity::Info, 1),
            alert(AlertSeverity::Warning, 1),
            alert(AlertSeverity::Critical, 0),
            over,
        ]
    }

    #[test]
    fn slack_gets_header_verdict_and_alerts() {
        let (timeline, alerts) = (timeline(), alerts());
        let message = AlertMessage::of(&timeline, &alerts, AlertSeverity::Warning);
        let verdict = "Window 10 (500 rows) against train.csv: 1 of 2 judged columns drifted. Kinds of drift: \
                       covariate yes, prior no, concept not judged. 1 alert is still open from before.";
        let new = "△ warning: Accuracy is 0.813, below 0.85. (rule accuracy falls, raised in window 10)";
        let open = "▲ critical: Accuracy is 0.813, below 0.85. (rule accuracy falls, raised in window 9)";
        assert_eq!(
            read(&message.slack()),
            json!({
                "text": format!("Evenkeel: 1 new alert, warning\n{verdict}\n{new}\n{open}"),
                "blocks": [
                    { "type": "header",
                      "text": { "type": "plain_text", "text": "Evenkeel: 1 new alert, warning" } },
                    { "type": "section", "text": { "type": "mrkdwn", "text": verdict, "verbatim": true } },
                    { "type": "section", "text": { "type": "mrkdwn", "text": new, "verbatim": true } },
                    { "type": "section", "text": { "type": "mrkdwn", "text": open, "verbatim": true } },
                ],
                "unfurl_links": false,
                "unfurl_media": false,
            })
        );
    }

    #[test]
    fn the_generic_payload_names_everything() {
        let (timeline, alerts) = (timeline(), alerts());
        let payload = read(&AlertMessage::of(&timeline, &alerts, AlertSeverity::Warning).json());
        let an_alert = |severity: &str, window: &str, number: u64| {
            json!({
                "rule": "accuracy falls", "series": "accuracy", "label": "Accuracy", "severity": severity,
                "is_new": number == 2, "window": { "name": window, "number": number },
                "value": 0.8125, "limit": 0.85, "message": "Accuracy is 0.813, below 0.85.",
            })
        };
        assert_eq!(
            payload,
            json!({
                "format": "evenkeel.alerts",
                "format_version": 1,
                "tool": { "name": "evenkeel", "version": env!("CARGO_PKG_VERSION") },
                "reference": { "name": "train.csv", "rows": 1000 },
                "window": {
                    "name": "10", "number": 2, "first_row": 500, "last_row": 999, "rows": 500,
                    "labelled": 400, "from_ms": null, "to_ms": null,
                },
                "windows": 2,
                "raised": 1,
                "open": 1,
                "alerts": [an_alert("warning", "10", 2), an_alert("critical", "9", 1)],
                "alerts_left_out": 0,
                "columns": { "judged": 2, "drifted": 1 },
                "drift_kinds": {
                    "covariate": { "moved": true, "words": "1 of 2 columns drifted." },
                    "prior": { "moved": false, "words": "The classes kept their shares." },
                    "concept": { "moved": null, "words": "Too few labels." },
                },
            })
        );
    }

    #[test]
    fn only_what_the_newest_window_raised_is_a_reason_to_send() {
        let timeline = timeline();
        let of = |alerts: &[Alert], least| AlertMessage::of(&timeline, alerts, least).is_empty();
        assert!(of(&[], AlertSeverity::Info));
        assert!(of(&[alert(AlertSeverity::Critical, 0)], AlertSeverity::Info));
        assert!(of(&[alert(AlertSeverity::Warning, 1)], AlertSeverity::Critical));
        assert!(!of(&[alert(AlertSeverity::Warning, 1)], AlertSeverity::Warning));
    }

    #[test]
    fn names_cannot_become_links_or_mentions() {
        // Slack's "Formatting text for app surfaces": these three characters and no others.
        assert_eq!(
            mrkdwn("<!channel> & <https://x|y>\n*", 100),
            "&lt;!channel&gt; &amp; &lt;https://x|y&gt; *"
        );
        assert_eq!(mrkdwn("aa&", 7), "aa…", "an escape is never cut");
        assert_eq!(mrkdwn("aa&", 8), "aa&amp;");
    }

    #[test]
    fn a_flood_stays_within_slacks_limits() {
        // Slack's Block Kit reference: header 150 characters, section 3,000, 50 blocks a message.
        let mut long = timeline();
        long.reference = "&".repeat(10_000);
        long.windows[1].name = "😀".repeat(10_000);
        let loud = Alert {
            rule: "<".repeat(9_999),
            message: "&😀".repeat(9_999),
            window_name: "w".repeat(9_999),
            ..alert(AlertSeverity::Critical, 1)
        };
        let alerts = vec![loud; 1_234];
        let message = AlertMessage::of(&long, &alerts, AlertSeverity::Info);
        let slack = read(&message.slack());
        let units = |value: &Value| value.as_str().unwrap().encode_utf16().count();
        let blocks = slack["blocks"].as_array().unwrap();
        assert_eq!(blocks.len(), 2 + 10 + 1);
        assert!(units(&blocks[0]["text"]["text"]) <= 150);
        assert!(blocks[1..].iter().all(|block| units(&block["text"]["text"]) <= 3_000));
        assert_eq!(blocks[12]["text"]["text"], "and 1,224 more");
        assert!(units(&slack["text"]) <= 6_000);
        let payload = message.json();
        assert!(payload.len() < 2_000_000);
        let json = read(&payload);
        assert_eq!(
            (json["alerts"].as_array().unwrap().len(), &json["alerts_left_out"]),
            (100, &json!(1_134))
        );
    }
}
