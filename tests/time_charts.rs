//! Time charts and heat maps as SVG: what they must contain, and that no data makes them panic.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::chart::{
    ChartTheme, HeatLayout, HeatMap, LineStyle, MarkKind, Size, Slots, TimeChart, TimeLayout, TimeLine,
    TimeMark, TimeSlot, heat_caption, heat_map, heat_table, time_caption, time_chart, time_table,
};
use evenkeel::data::Kind;
use evenkeel::drift::{Method, Outcome, Severity};
use evenkeel::monitor::{
    AlertSeverity, Band, CellVerdict, ColumnCell, ColumnTrack, Limits, Point, Series, SeriesGroup, Unit,
    Window, Worse,
};
use plotters::drawing::IntoDrawingArea;
use plotters::prelude::SVGBackend;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn svg(
    size: Size,
    draw: impl FnOnce(&plotters::drawing::DrawingArea<SVGBackend<'_>, plotters::coord::Shift>),
) -> String {
    let mut text = String::new();
    let area = SVGBackend::with_string(&mut text, (size.width, size.height)).into_drawing_area();
    draw(&area);
    area.present().unwrap();
    drop(area);
    text
}

fn time_svg(chart: &TimeChart, size: Size, theme: ChartTheme) -> String {
    svg(size, |area| time_chart(area, chart, &theme.for_svg()).unwrap())
}

fn heat_svg(map: &HeatMap, size: Size, theme: ChartTheme) -> String {
    svg(size, |area| heat_map(area, map, &theme.for_svg()).unwrap())
}

/// The texts of an SVG, with the no-break spaces as blanks.
fn words(svg: &str) -> Vec<String> {
    svg.split("<text")
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split_once("</text>"))
        .map(|(text, _)| text.trim().replace('\u{a0}', " "))
        .collect()
}

fn windows() -> Vec<Window> {
    ["01_stable", "02_covariate", "03_concept"]
        .map(|name| Window { name: name.to_owned(), rows: 1_000, ..Window::default() })
        .to_vec()
}

fn accuracy() -> Series {
    let point =
        |value: f64| Point { value: Some(value), rows: 1_000, interval: Some((value - 0.02, value + 0.02)) };
    Series {
        id: "accuracy".to_owned(),
        label: "accuracy".to_owned(),
        group: SeriesGroup::Performance,
        unit: Unit::Share,
        worse: Worse::Lower,
        range: (Some(0.0), Some(1.0)),
        reference: vec![Some(0.82), Some(0.81), Some(0.83), None],
        band: Some(Band { mean: 0.8185, std: 0.019, windows: 4, drawn: false }),
        line: None,
        points: vec![point(0.82), point(0.79), point(0.38)],
        null: Vec::new(),
    }
}

fn chart() -> TimeChart {
    let limits = Limits { lower: Some(0.761), upper: Some(0.876) };
    let mut chart = TimeChart::of(&accuracy(), &windows(), limits);
    chart.lines.push(TimeLine {
        label: "mean of 2 windows".to_owned(),
        style: LineStyle::Average,
        values: vec![None, Some(0.805), Some(0.585)],
    });
    chart.marks = vec![
        TimeMark { slot: 0, kind: MarkKind::Retrain, label: "model 2".to_owned() },
        TimeMark { slot: 2, kind: MarkKind::Alert(AlertSeverity::Critical), label: "fell".to_owned() },
    ];
    chart
}

const WIDE: Size = Size { width: 900, height: 210 };

#[test]
fn a_time_chart_names_its_windows_limits_lines_and_marks() {
    let text = time_svg(&chart(), WIDE, ChartTheme::light());
    let words = words(&text);
    for expected in [
        "accuracy",
        "mean of 2 windows",
        "reference",
        "01_stable",
        "03_concept",
        "upper limit 87.6 %",
        "lower limit 76.1 %",
        "40 %",
        "model 2",
        "fell",
    ] {
        assert!(words.iter().any(|word| word == expected), "no {expected:?} in {words:?}");
    }
    // The reference, current data and what is outside the limits, each in its colour.
    assert!(["#3B6FB6", "#D9822B", "#C4302B"].iter().all(|color| text.contains(color)));
}

#[test]
fn what_is_outside_the_limits_has_a_shape_of_its_own() {
    let mut plain = TimeChart { marks: Vec::new(), ..chart() };
    let diamonds = |chart: &TimeChart| time_svg(chart, WIDE, ChartTheme::light()).matches("<polygon").count();
    let with = diamonds(&plain);
    plain.limits = Limits { lower: Some(0.1), upper: Some(0.9) };
    assert_eq!(with - diamonds(&plain), 1);
}

#[test]
fn a_million_rows_become_no_more_strokes_than_there_are_pixels() {
    let mut stream = TimeChart::new("errors", Unit::Number, Slots::Rows { first: 1, count: 1_000_000 });
    let values =
        (0..1_000_000_u32).map(|row| Some(f64::from(row.wrapping_mul(2_654_435_761) >> 8))).collect();
    stream.lines = vec![TimeLine { label: "error".to_owned(), style: LineStyle::Measured, values }];
    let text = time_svg(&stream, WIDE, ChartTheme::light());
    assert!(text.len() < 100_000, "{} bytes", text.len());
    assert!(words(&text).iter().any(|word| word == "0.2M"), "{:?}", words(&text));
}

fn tracks() -> Vec<ColumnTrack> {
    let cell = |outcome: Outcome, severity: Severity| ColumnCell {
        verdict: Some(CellVerdict { method: Method::Psi, score: 0.2, threshold: 0.1, outcome, severity }),
        effect: Some(0.4),
        shift: None,
        missing: 0.0,
    };
    let track = |name: &str, cells: Vec<ColumnCell>| ColumnTrack {
        name: name.to_owned(),
        kind: Kind::Numeric,
        is_feature: true,
        cells,
    };
    vec![
        track(
            "age",
            vec![
                cell(Outcome::Stable, Severity::None),
                cell(Outcome::Drifted, Severity::Warning),
                cell(Outcome::Drifted, Severity::Critical),
            ],
        ),
        track(
            "a column whose name is far too long for the margin",
            vec![cell(Outcome::TooFewRows, Severity::None), ColumnCell::default()],
        ),
    ]
}

#[test]
fn a_heat_map_has_a_colour_and_a_shape_for_each_state() {
    let map = HeatMap::of_tracks(&tracks(), Slots::of(&windows()), 4);
    let height = HeatLayout::css_height(&map);
    let text = heat_svg(&map, Size { width: 900, height }, ChartTheme::light());
    let words = words(&text);
    assert!(
        ["age", "01_stable", "03_concept"].iter().all(|name| words.iter().any(|word| word == name)),
        "{words:?}"
    );
    assert!(words.iter().any(|word| word.starts_with("a column") && word.ends_with('…')), "{words:?}");
    // The warning's dot and the stroke of too few rows; without those cells neither is there.
    assert_eq!((text.matches("<circle").count(), text.matches("<polyline").count()), (1, 1));
    assert_eq!(heat_table(&map).rows.len(), 2);
}

#[test]
fn cells_too_narrow_for_a_shape_differ_in_their_height() {
    let narrow = Slots::Rows { first: 1, count: 400 };
    let heights = |cell: usize| {
        let mut track = tracks().remove(0);
        track.cells = vec![track.cells[cell]; 400];
        let map = HeatMap::of_tracks(&[track], narrow.clone(), 0);
        let size = Size { width: 500, height: HeatLayout::css_height(&map) };
        let text = heat_svg(&map, size, ChartTheme::light());
        // All 400 cells are alike, and so one rectangle: the widest that stands below the names.
        let tall: Vec<u32> = text
            .split("<rect")
            .filter_map(|part| part.split_once("height=\"")?.1.split_once('"')?.0.parse().ok())
            .filter(|height| (10..24).contains(height))
            .collect();
        tall
    };
    assert_eq!((heights(2), heights(1)), (vec![17], vec![11]));
}

#[test]
fn nothing_to_draw_is_said() {
    let none = Slots::Windows(Vec::new());
    let chart = TimeChart::new("accuracy", Unit::Share, none.clone());
    assert_eq!(words(&time_svg(&chart, WIDE, ChartTheme::light())), ["There is no window yet."]);
    let mut map = HeatMap::of_tracks(&[], Slots::of(&windows()), 0);
    assert_eq!(words(&heat_svg(&map, WIDE, ChartTheme::light())), ["There is no column to show."]);
    map.is_loading = true;
    assert_eq!(words(&heat_svg(&map, WIDE, ChartTheme::light())), ["The first columns are being compared."]);
}

#[test]
fn at_twice_the_pixels_everything_is_twice_as_large() {
    let twice = Size { width: 2 * WIDE.width, height: 2 * WIDE.height };
    let large = time_svg(&chart(), twice, ChartTheme::light().with_scale(2.0));
    assert_eq!(words(&large), words(&time_svg(&chart(), WIDE, ChartTheme::light())));
}

fn any_slots() -> impl Strategy<Value = Slots> {
    let slot = (".{0,30}", option::of((any::<i64>(), any::<i64>())))
        .prop_map(|(name, times)| TimeSlot { name, times });
    prop_oneof![
        vec(slot, 0..20).prop_map(Slots::Windows),
        (any::<u64>(), 0_usize..2_000).prop_map(|(first, count)| Slots::Rows { first, count }),
    ]
}

fn any_time_chart() -> impl Strategy<Value = TimeChart> {
    let values = || vec(option::of(any::<f64>()), 0..30);
    let style = prop_oneof![Just(LineStyle::Measured), Just(LineStyle::Estimated), Just(LineStyle::Average)];
    let line =
        (".{0,20}", style, values()).prop_map(|(label, style, values)| TimeLine { label, style, values });
    let kind = prop_oneof![
        Just(MarkKind::Retrain),
        Just(MarkKind::DetectorDrift),
        Just(MarkKind::DetectorWarning),
        Just(MarkKind::Alert(AlertSeverity::Warning)),
    ];
    let mark = (0_usize..40, kind, ".{0,20}").prop_map(|(slot, kind, label)| TimeMark { slot, kind, label });
    let limits = (option::of(any::<f64>()), option::of(any::<f64>()))
        .prop_map(|(lower, upper)| Limits { lower, upper });
    let unit = prop_oneof![Just(Unit::Share), Just(Unit::Number)];
    let interval = vec(option::of((any::<f64>(), any::<f64>())), 0..30);
    let band = option::of((any::<f64>(), any::<f64>()));
    let range = option::of((0_usize..40, 0_usize..40));
    ((any_slots(), unit, values(), vec(line, 0..4)), (interval, band, limits, vec(mark, 0..6), range))
        .prop_map(|((slots, unit, reference, lines), (interval, band, limits, marks, range))| TimeChart {
            reference,
            lines,
            interval,
            band,
            limits,
            marks,
            range,
            ..TimeChart::new("anything", unit, slots)
        })
}

proptest! {
    #[test]
    fn no_data_and_no_size_makes_a_time_chart_panic(
        chart in any_time_chart(),
        width in 0_u32..900,
        height in 0_u32..300,
        scale in prop_oneof![Just(1.0), Just(1.25), Just(3.0)],
        x in -10.0..1_000.0_f64,
    ) {
        let (size, theme) = (Size { width, height }, ChartTheme::dark().with_scale(scale));
        prop_assert!(time_svg(&chart, size, theme.clone()).ends_with("</svg>\n"));
        if let Some(layout) = TimeLayout::new(&chart, size, &theme) {
            let slot = layout.slot_at(x);
            let cursor = slot.map(|slot| layout.cursor(&chart, slot, &theme).map(|cursor| cursor.index));
            prop_assert_eq!(cursor, slot.map(Some));
        }
        prop_assert!(!time_caption(&chart).is_empty());
        let table = time_table(&chart);
        prop_assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
    }

    #[test]
    fn no_data_and_no_size_makes_a_heat_map_panic(
        slots in any_slots(),
        rows in 0_usize..4,
        reference in 0_usize..20,
        width in 0_u32..900,
        height in 0_u32..300,
        range in option::of((0_usize..40, 0_usize..40)),
        y in -10.0..400.0_f64,
    ) {
        let tracks: Vec<_> = tracks().into_iter().cycle().take(rows).collect();
        let mut map = HeatMap::of_tracks(&tracks, slots, reference);
        map.range = range;
        let (size, theme) = (Size { width, height }, ChartTheme::light());
        prop_assert!(heat_svg(&map, size, theme.clone()).ends_with("</svg>\n"));
        if let Some(layout) = HeatLayout::new(&map, size, &theme)
            && let Some(row) = layout.row_at(y)
        {
            let slot = layout.axis.visible().0;
            prop_assert!(layout.cursor(&map, Some(row), slot).is_some());
        }
        prop_assert!(!heat_caption(&map).is_empty());
        let table = heat_table(&map);
        prop_assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
    }
}
