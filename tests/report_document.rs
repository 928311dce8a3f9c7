//! A report as HTML, Markdown and SVG: what it must hold, and that text of the data stays text.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use evenkeel::chart::{
    CHART_CSS, Chart, ChartTheme, HeatLayout, HeatMap, LineStyle, MarkKind, Size, Slots, TimeChart,
    TimeLayout, TimeLine, TimeMark, TimeSlot, heat_map, time_chart,
};
use evenkeel::data::Kind;
use evenkeel::drift::{
    BarPair, CategoryBar, CurvePoint, EcdfPair, HistogramPair, KsGap, Method, Outcome, Severity, Sparkline,
};
use evenkeel::monitor::{AlertSeverity, CellVerdict, ColumnCell, ColumnTrack, Limits, Unit};
use evenkeel::report::document::{
    Badge, Block, Cell, Document, Drawing, Figure, Section, Span, Table, TableColumn, Text, Tone, html,
    markdown,
};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::SVGBackend;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// A piece of markup. Whatever is not written as this crate writes it is a panic.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

/// Cells and rows end without a tag where another begins or the table ends.
///
/// # Source
///
/// HTML Living Standard, 13.1.2.4 *Optional tags*.
fn end_cells(until: &[&str], open: &mut Vec<String>, found: &mut Vec<Piece>) {
    let can_end = |name: &str| until.contains(&name);
    while let Some(name) = open.pop_if(|name| can_end(name)) {
        found.push(Piece::Close(name));
    }
}

/// Reads markup strictly: quoted attributes, five references, every element closed in order, but for the cells
/// and rows of a table.
fn pieces(markup: &str) -> Vec<Piece> {
    let (mut found, mut open) = (Vec::new(), Vec::<String>::new());
    let mut rest = markup.strip_prefix("<!doctype html>").unwrap_or(markup);
    while !rest.is_empty() {
        let Some(inside) = rest.strip_prefix('<') else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            if !text.trim().is_empty() {
                found.push(Piece::Text(read_text(text)));
            }
            rest = after;
            continue;
        };
        if let Some(closing) = inside.strip_prefix('/') {
            let (name, after) = closing.split_once('>').expect("a closed tag");
            if ["table", "thead", "tbody"].contains(&name) {
                end_cells(&["td", "th", "tr", "tbody"], &mut open, &mut found);
            }
            assert_eq!(open.pop().as_deref(), Some(name), "closed in order");
            found.push(Piece::Close(name.to_owned()));
            rest = after;
            continue;
        }
        let at = inside.find([' ', '/', '>']).expect("a name");
        let (name, mut after) = inside.split_at(at);
        assert!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()), "<{name}");
        match name {
            "td" | "th" => end_cells(&["td", "th"], &mut open, &mut found),
            "tr" => end_cells(&["td", "th", "tr"], &mut open, &mut found),
            _ => {}
        }
        let mut attributes = Vec::new();
        while let Some(attribute) = after.strip_prefix(' ') {
            let end = attribute.find(['=', ' ', '>', '/']).expect("an attribute");
            let (key, tail) = attribute.split_at(end);
            let (value, tail) = match tail.strip_prefix("=\"") {
                Some(quoted) => quoted.split_once('"').expect("a closed value"),
                None => ("", tail),
            };
            attributes.push((key.to_owned(), read_text(value)));
            after = tail;
        }
        found.push(Piece::Open { name: name.to_owned(), attributes });
        if let Some(tail) = after.strip_prefix("/>") {
            found.push(Piece::Close(name.to_owned()));
            rest = tail;
            continue;
        }
        rest = after.strip_prefix('>').expect("the end of a tag");
        if name == "meta" {
            found.push(Piece::Close(name.to_owned()));
        } else if name == "style" || name == "script" {
            let end = format!("</{name}>");
            let (text, tail) = rest.split_once(&end).expect("a closed element");
            found.extend([Piece::Text(text.to_owned()), Piece::Close(name.to_owned())]);
            rest = tail;
        } else {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{open:?} never closed");
    found
}

fn read_text(markup: &str) -> String {
    assert!(!markup.contains(['<', '>', '"']), "bare markup in {markup:?}");
    let (mut out, mut rest) = (String::new(), markup);
    while let Some((before, reference)) = rest.split_once('&') {
        let (name, after) = reference.split_once(';').expect("a closed reference");
        out.push_str(before);
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => panic!("&{other}; is none of the five"),
        });
        rest = after;
    }
    out + rest
}

fn texts(pieces: &[Piece]) -> Vec<&str> {
    pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

fn values<'a>(pieces: &'a [Piece], wanted: &str) -> Vec<&'a str> {
    pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Open { attributes, .. } => attributes.iter().find(|(key, _)| key == wanted),
            _ => None,
        })
        .map(|(_, value)| value.as_str())
        .collect()
}

/// Elements and the names of their attributes, but for what is inside drawings.
fn shape(pieces: &[Piece]) -> Vec<String> {
    let mut is_drawn = false;
    let mut shape = Vec::new();
    for piece in pieces {
        if let Piece::Open { name, attributes } = piece
            && !is_drawn
        {
            let keys: Vec<&str> = attributes.iter().map(|(key, _)| key.as_str()).collect();
            shape.push(format!("{name} {}", keys.join(" ")));
            is_drawn = name == "svg";
        } else if *piece == Piece::Close("svg".to_owned()) {
            is_drawn = false;
        }
    }
    shape
}

fn histogram() -> HistogramPair {
    // A bell of 24 bins, and the same two bins further.
    let bell = |middle: f64| {
        (0..24).map(|bin| (400.0 * (-((f64::from(bin) - middle) / 4.5).powi(2)).exp()) as u64).collect()
    };
    HistogramPair {
        edges: (0..=24).map(|edge| f64::from(edge) * 1.7).collect(),
        reference: bell(11.3),
        current: bell(13.6),
        reference_outside: 0,
        current_outside: 0,
    }
}

fn ecdf() -> EcdfPair {
    let curve = |middle: f64| {
        (0..500)
            .map(|at| f64::from(at) / 10.0)
            .map(|x| CurvePoint { x, y: 1.0 / (1.0 + (-(x - middle) / 4.0).exp()) })
            .collect()
    };
    EcdfPair {
        reference: curve(22.0),
        current: curve(27.0),
        gap: KsGap { x: 24.5, reference: 0.65, current: 0.35 },
    }
}

fn bars(name: &str) -> BarPair {
    let bar = |name: &str, reference: u64, current: u64| CategoryBar {
        name: name.to_owned(),
        reference,
        current,
        reference_share: reference as f64 / 100.0,
        current_share: current as f64 / 100.0,
    };
    BarPair { bars: vec![bar(name, 60, 45), bar("b", 40, 55)], other: None, other_categories: 0 }
}

fn windows(name: &str) -> Slots {
    Slots::Windows(
        ["first", name, "last"].map(|name| TimeSlot { name: name.to_owned(), times: None }).to_vec(),
    )
}

fn line(name: &str) -> TimeChart {
    let mut chart = TimeChart::new(name, Unit::Share, windows(name));
    chart.reference = vec![Some(0.81), Some(0.83)];
    chart.lines = vec![
        TimeLine {
            label: name.to_owned(),
            style: LineStyle::Measured,
            values: vec![Some(0.8), Some(0.7), Some(0.4)],
        },
        TimeLine {
            label: "estimated".to_owned(),
            style: LineStyle::Estimated,
            values: vec![Some(0.8), Some(0.75), None],
        },
    ];
    chart.interval = vec![Some((0.75, 0.85)), Some((0.65, 0.75)), None];
    chart.band = Some((0.82, 0.01));
    chart.limits = Limits { lower: Some(0.6), upper: None };
    let kinds = [
        MarkKind::Retrain,
        MarkKind::Alert(AlertSeverity::Warning),
        MarkKind::Alert(AlertSeverity::Critical),
        MarkKind::DetectorWarning,
    ];
    chart.marks = kinds
        .into_iter()
        .zip(0..)
        .map(|(kind, slot)| TimeMark { slot, kind, label: name.to_owned() })
        .collect();
    chart
}

fn map(name: &str) -> HeatMap {
    let states = [
        (Outcome::Stable, Severity::None),
        (Outcome::Drifted, Severity::Critical),
        (Outcome::TooFewRows, Severity::None),
    ];
    let cells = states.map(|(outcome, severity)| ColumnCell {
        verdict: Some(CellVerdict { method: Method::Psi, score: 0.2, threshold: 0.1, outcome, severity }),
        effect: Some(0.4),
        shift: None,
        missing: 0.0,
    });
    let track =
        ColumnTrack { name: name.to_owned(), kind: Kind::Numeric, is_feature: true, cells: cells.to_vec() };
    HeatMap::of_tracks(&[track.clone(), track], windows(name), 2)
}

/// A document of every block, with `text` wherever a text can stand.
fn document(text: &str) -> Document {
    let own = || text.to_owned();
    let spans = Text(vec![
        Span::Plain(own()),
        Span::Strong(own()),
        Span::Code(own()),
        Span::Link { to: own(), text: own() },
    ]);
    let badge = Badge { tone: Tone::Critical, word: own() };
    let spark = Sparkline { reference: vec![0.2, 0.8], current: vec![0.5, 0.5] };
    let cell = Cell {
        text: spans.clone(),
        sort: Some(0.25),
        full: Some(own()),
        badge: Some(badge.clone()),
        drawing: Drawing::sparkline(&spark, false),
    };
    let table = Table {
        caption: own(),
        sortable: true,
        columns: vec![TableColumn::words(text), TableColumn::numbers(text)],
        rows: vec![vec![cell.clone(), cell]],
    };
    let figures = [
        Figure::of_chart(&Chart::Bars(bars(text)), 420),
        Figure::of_time_chart(&line(text), 900),
        Figure::of_heat_map(&map(text), 900),
    ];
    let mut blocks = vec![
        Block::Paragraph(spans.clone()),
        Block::Verdict { tone: Tone::Warning, headline: own(), facts: spans.clone() },
        Block::Note { tone: Tone::Critical, text: spans.clone() },
        Block::Facts(vec![(own(), spans.clone())]),
        Block::List(vec![spans.clone(), spans.clone()]),
        Block::Table(table),
        Block::Code(own()),
    ];
    for figure in figures {
        blocks.push(Block::Figure(Figure { caption: own(), ..figure.named(text) }));
    }
    let folded = Block::Folded {
        id: Some(format!("column-{text}")),
        summary: spans,
        badge: Some(badge),
        open: false,
        blocks: vec![Block::Part { title: own(), blocks: blocks.clone() }],
    };
    blocks.push(Block::Part { title: own(), blocks: vec![folded] });
    let section = |id: String| Section { id, title: own(), blocks: blocks.clone() };
    Document { title: own(), subtitle: own(), sections: vec![section(own()), section("second".to_owned())] }
}

/// What a reader sees of a text: control characters as their pictures in Unicode's block of that name.
fn seen(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            9 | 10 => c,
            code @ 0..=31 => char::from_u32(0x2400 + code).unwrap(),
            127 => '␡',
            128..=159 | 0xfffe | 0xffff => '\u{fffd}',
            _ => c,
        })
        .collect()
}

const ELEMENTS: &str = "html head meta title style body header h1 h2 h3 h4 h5 h6 p div nav ol ul li a main \
    section dl dt dd strong code span details summary table caption thead tbody tr th td pre figure svg path \
    text g figcaption script";
const ATTRIBUTES: &str = "lang charset http-equiv content name class id href role tabindex aria-label \
    aria-hidden scope title open data-s width viewBox d x y style stroke-width";

/// Elements and attributes are those that this crate writes, links lead into the document, anchors are unique.
fn check_markup(pieces: &[Piece]) {
    let (elements, known): (BTreeSet<&str>, BTreeSet<&str>) =
        (ELEMENTS.split_whitespace().collect(), ATTRIBUTES.split_whitespace().collect());
    for piece in pieces {
        if let Piece::Open { name, attributes } = piece {
            assert!(elements.contains(name.as_str()), "<{name}>");
            assert!(attributes.iter().all(|(key, _)| known.contains(key.as_str())), "{piece:?}");
        }
    }
    let ids = values(pieces, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for link in values(pieces, "href") {
        let id = link.strip_prefix('#').expect("an anchor");
        assert!(unique.contains(id), "{link} leads nowhere");
    }
}

const HOSTILE: [&str; 10] = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</style>",
    "\" onload=\"alert(1)",
    "' onload='alert(1)",
    "]]> --> <!-- ",
    "\0\u{1b}[31m\r\u{7f}\u{85}",
    "\u{202e}txet \u{2066}\u{5d0}\u{5d1}",
    "&amp; &#60; &lt",
    "` `` *b* _c_ [d](e) | # ~ \\ $",
];

#[test]
fn hostile_texts_stay_texts() {
    let plain = pieces(&html(&document("ax")));
    let times = texts(&plain).iter().filter(|text| **text == "ax").count();
    for text in HOSTILE {
        let text = format!("a{text}");
        let read = pieces(&html(&document(&text)));
        check_markup(&read);
        assert_eq!(shape(&read), shape(&plain), "{text}");
        let seen = seen(&text);
        // A text that is cut in a drawing is there fewer times, but everything outside is whole.
        assert!(texts(&read).iter().filter(|found| **found == seen).count() >= times / 2, "{text}");
        assert!(values(&read, "title").iter().all(|title| *title == seen));
        assert!(values(&read, "aria-label").iter().filter(|label| **label == seen).count() > 8);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        3 => any::<char>(),
        2 => proptest::char::range('\0', '\u{ff}'),
        3 => prop::sample::select(vec!['<', '>', '"', '\'', '&', ';', '|', '`', '\\', '*', '[', '-', '#', '\n']),
    ];
    prop::collection::vec(char, 0..30)
        .prop_map(|chars| format!("a{}z", chars.into_iter().collect::<String>()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_read_back_is_what_was_written(text in any_text()) {
        let plain = pieces(&html(&document("axz")));
        let read = pieces(&html(&document(&text)));
        check_markup(&read);
        prop_assert_eq!(shape(&read), shape(&plain));
        let after = |element: &str| {
            let at = read.iter().position(|piece| matches!(piece, Piece::Open { name, .. } if name == element));
            match at.and_then(|at| read.get(at + 1)) {
                Some(Piece::Text(text)) => text.clone(),
                _ => String::new(),
            }
        };
        let seen = seen(&text);
        for element in ["h1", "h2", "h3", "p", "strong", "caption", "th", "dt", "figcaption"] {
            prop_assert_eq!(&after(element), &seen, "{}", element);
        }
        prop_assert_eq!(after("title"), format!("{seen}: {seen}"));
        prop_assert_eq!(values(&read, "title")[0], &seen);
    }

    #[test]
    fn markdown_has_the_same_lines_whatever_the_text(text in any_text()) {
        let text = text.replace('\n', " ");
        let (plain, written) = (markdown(&document("axz")), markdown(&document(&text)));
        prop_assert_eq!(written.lines().count(), plain.lines().count());
        for (line, like) in written.lines().zip(plain.lines()) {
            // Headings, list items, quotes and rows stay what they are, and nothing else becomes one.
            let kind = |line: &str| line.split([' ', 'a']).next().map(str::to_owned);
            if !like.starts_with(['*', '`']) {
                prop_assert_eq!(kind(line), kind(like), "{}", line);
            }
            if like.starts_with("| ") {
                prop_assert_eq!(bars_of(line), bars_of(like), "{}", line);
            }
        }
        let heading = written.lines().next().unwrap().strip_prefix("# ").unwrap().to_owned();
        prop_assert_eq!(unescaped(&heading), seen(&text).replace('\t', " "));
    }
}

/// Bars that end a cell: those that no backslash escapes.
fn bars_of(line: &str) -> usize {
    let (mut count, mut chars) = (0, line.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '|' => count += 1,
            _ => {}
        }
    }
    count
}

/// Markdown's backslash escapes read; a bare sign that Markdown knows is a panic.
fn unescaped(text: &str) -> String {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        assert!(!"`*_[]<>|~&$#".contains(c), "a bare {c} in {text}");
        out.push(if c == '\\' { chars.next().expect("an escaped sign") } else { c });
    }
    out
}

#[test]
fn nothing_is_fetched_and_one_script_may_run() {
    let file = html(&document("a name"));
    for outside in ["http:", "https:", "//", "url(", "@import", "javascript:"] {
        assert!(!file.contains(outside), "{outside}");
    }
    let read = pieces(&file);
    let scripts: Vec<&str> = read
        .windows(2)
        .filter_map(|pair| match pair {
            [Piece::Open { name, .. }, Piece::Text(text)] if name == "script" => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let [script] = scripts[..] else { panic!("{} scripts", scripts.len()) };
    let policy = values(&read, "content")[0];
    let allowed = policy.split_once("script-src 'sha256-").unwrap().1.split_once('\'').unwrap().0;
    assert_eq!(decoded(allowed), Sha256::digest(script.as_bytes()).to_vec());
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("script-src 'unsafe-inline'"));
}

/// Base64 read back, six bits a digit.
fn decoded(text: &str) -> Vec<u8> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut out) = (0_u32, 0, Vec::new());
    for c in text.trim_end_matches('=').chars() {
        bits = bits << 6 | digits.find(c).expect("a digit") as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}

#[test]
fn headings_go_down_one_level_at_a_time_and_links_find_their_places() {
    let part = |blocks| Block::Part { title: "part".to_owned(), blocks };
    let folded = |id: &str| Block::Folded {
        id: Some(id.to_owned()),
        summary: "more".into(),
        badge: None,
        open: true,
        blocks: vec![part(vec![part(vec![part(vec![part(vec![part(Vec::new())])])])])],
    };
    let links = Text::link("mean radius", "one")
        .and(Text::link("mean-radius", "two"))
        .and(Text::link("none", "lost"));
    let section = |id: &str, blocks| Section { id: id.to_owned(), title: id.to_owned(), blocks };
    let document = Document {
        title: "Drift report".to_owned(),
        subtitle: String::new(),
        sections: vec![
            section("columns", vec![Block::Paragraph(links), folded("mean radius"), folded("mean-radius")]),
            section("columns", Vec::new()),
        ],
    };
    let read = pieces(&html(&document));
    check_markup(&read);
    let mut last = 0;
    for piece in &read {
        if let Piece::Open { name, .. } = piece
            && let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok())
        {
            assert!(level <= last + 1, "h{level} after h{last}");
            last = level;
        }
    }
    assert_eq!(values(&read, "id"), ["columns", "mean-radius", "mean-radius-2"]);
    assert_eq!(values(&read, "href"), ["#columns", "#columns", "#mean-radius", "#mean-radius-2"]);
    assert!(texts(&read).contains(&"lost"));
}

#[test]
fn markdown_of_a_small_document() {
    let table = Table {
        caption: "Every column".to_owned(),
        sortable: true,
        columns: vec![
            TableColumn::words("column"),
            TableColumn::words("shape"),
            TableColumn::numbers("effect"),
        ],
        rows: vec![vec![
            Cell::of(Text::code("a|b")),
            Cell {
                drawing: Drawing::sparkline(&Sparkline { reference: vec![1.0], current: vec![1.0] }, false),
                ..Cell::default()
            },
            Cell {
                badge: Some(Badge { tone: Tone::Warning, word: "drifted".to_owned() }),
                ..Cell::of("0.59")
            },
        ]],
    };
    let blocks = vec![
        Block::Verdict {
            tone: Tone::Critical,
            headline: "Critical drift".to_owned(),
            facts: "1 of 2".into(),
        },
        Block::Table(table),
        Block::Facts(vec![("Rows".to_owned(), "200".into())]),
        Block::Folded {
            id: None,
            summary: Text::code("a_b"),
            badge: None,
            open: false,
            blocks: vec![Block::Paragraph("1. first".into())],
        },
        Block::Code("evenkeel check".to_owned()),
    ];
    let document = Document {
        title: "Drift report".to_owned(),
        subtitle: "r.csv → c.csv".to_owned(),
        sections: vec![Section { id: "v".to_owned(), title: "Verdict".to_owned(), blocks }],
    };
    let expected = "# Drift report\n\nr.csv → c.csv\n\n## Verdict\n\n**■ Critical drift**\n\n1 of 2\n\n\
        Every column\n\n| column | effect |\n| --- | ---: |\n| <code>a&#124;b</code> | 0.59 ▲ drifted |\n\n\
        - Rows: 200\n\n### `a_b`\n\n1\\. first\n\n```\nevenkeel check\n```\n";
    assert_eq!(markdown(&document), expected);
}

/// The words of plotters' own SVG, for the same room.
fn words_of_plotters<F>(size: Size, draw: F) -> Vec<String>
where
    F: FnOnce(&DrawingArea<SVGBackend<'_>, Shift>, &ChartTheme),
{
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (size.width, size.height)).into_drawing_area();
    draw(&area, &ChartTheme::light().for_svg());
    area.present().unwrap();
    drop(area);
    let mut words: Vec<String> = svg
        .split("<text")
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split_once("</text>"))
        .map(|(text, _)| text.trim().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        .collect();
    words.sort();
    words
}

fn words_of(figure: &Figure) -> Vec<String> {
    let read = pieces(figure.drawing.svg());
    check_markup(&read);
    let mut words: Vec<String> = texts(&read).into_iter().map(|text| text.trim().to_owned()).collect();
    words.sort();
    words
}

#[test]
fn a_compact_drawing_says_what_plotters_own_says() {
    for chart in [Chart::Histogram(histogram()), Chart::Ecdf(ecdf()), Chart::Bars(bars("a < b & c"))] {
        let size = Size { width: 440, height: chart.css_height() };
        let own = words_of_plotters(size, |area, theme| chart.draw(area, theme).unwrap());
        assert!(own.len() > 5);
        assert_eq!(words_of(&Figure::of_chart(&chart, 440)), own);
    }
    let chart = line("accuracy");
    let size = Size { width: 800, height: TimeLayout::css_height(&chart) };
    let own = words_of_plotters(size, |area, theme| time_chart(area, &chart, theme).unwrap());
    assert_eq!(words_of(&Figure::of_time_chart(&chart, 800)), own);
    let map = map("age");
    let size = Size { width: 800, height: HeatLayout::css_height(&map) };
    let own = words_of_plotters(size, |area, theme| heat_map(area, &map, theme).unwrap());
    assert_eq!(words_of(&Figure::of_heat_map(&map, 800)), own);
}

#[test]
fn every_class_of_a_drawing_has_a_rule_and_no_colour_is_fixed() {
    let drawn = [
        Figure::of_chart(&Chart::Histogram(histogram()), 440),
        Figure::of_chart(&Chart::Ecdf(ecdf()), 440),
        Figure::of_chart(&Chart::Bars(bars("a")), 440),
        Figure::of_time_chart(&line("accuracy"), 800),
        Figure::of_heat_map(&map("age"), 800),
    ];
    for figure in &drawn {
        let read = pieces(figure.drawing.svg());
        let classes = values(&read, "class").join(" ");
        for class in classes.split_whitespace() {
            assert!(CHART_CSS.contains(&format!(".{class} {{")), "no rule for .{class}");
        }
        assert!(values(&read, "style").iter().all(|style| style.starts_with("--t:")));
        assert!(!figure.drawing.svg().contains("#"));
    }
}

#[test]
fn drawings_are_small() {
    let bytes = |chart: Chart| Figure::of_chart(&chart, 440).drawing.svg().len();
    assert!(bytes(Chart::Histogram(histogram())) <= 1_500);
    assert!(bytes(Chart::Ecdf(ecdf())) <= 2_000);
    let share = |count: &u64| *count as f32 / 3_000.0;
    let pair = histogram();
    let spark = Sparkline {
        reference: pair.reference.iter().map(share).collect(),
        current: pair.current.iter().map(share).collect(),
    };
    assert!(Drawing::sparkline(&spark, false).unwrap().svg().len() <= 350);
    assert_eq!(Drawing::sparkline(&Sparkline::default(), false), None);
}

/// A backend that draws nothing, and panics on what a page would be needed for.
struct Strict(Size);

impl DrawingBackend for Strict {
    type ErrorType = std::convert::Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.0.width, self.0.height)
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        _: BackendCoord,
        _: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        panic!("charts are drawn by shapes")
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        _: BackendCoord,
        _: BackendCoord,
        _: &S,
        _: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        _: I,
        _: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        _: BackendCoord,
        _: u32,
        _: &S,
        _: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        _: I,
        _: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        _: &str,
        _: &S,
        _: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        _: &str,
        _: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        panic!("texts are measured by the charts themselves")
    }
}

#[test]
fn charts_ask_a_backend_for_no_measure_and_no_pixel() {
    let theme = ChartTheme::light();
    let area = || Strict(Size { width: 800, height: 220 }).into_drawing_area();
    for chart in [Chart::Histogram(histogram()), Chart::Ecdf(ecdf()), Chart::Bars(bars("a"))] {
        chart.draw(&area(), &theme).unwrap();
    }
    time_chart(&area(), &line("accuracy"), &theme).unwrap();
    heat_map(&area(), &map("age"), &theme).unwrap();
}
