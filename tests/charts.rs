//! The charts as SVG text: what they must contain, and that no data makes them panic.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::chart::{Chart, ChartTheme, DependenceChart, Size};
use evenkeel::drift::{BarPair, CategoryBar, CurvePoint, EcdfPair, HistogramPair, KsGap};
use evenkeel::model::evaluation::{DependencePoint, PartialDependence};
use plotters::drawing::IntoDrawingArea;
use plotters::prelude::SVGBackend;
use proptest::collection::vec;
use proptest::prelude::*;

fn svg(chart: &Chart, width: u32, height: u32, theme: ChartTheme) -> String {
    let mut text = String::new();
    let area = SVGBackend::with_string(&mut text, (width, height)).into_drawing_area();
    chart.draw(&area, &theme.for_svg()).unwrap();
    area.present().unwrap();
    drop(area);
    text
}

fn light(chart: &Chart) -> String {
    svg(chart, 480, 200, ChartTheme::light())
}

/// The texts of an SVG, with the no-break spaces as blanks.
fn words(svg: &str) -> Vec<String> {
    svg.split("<text")
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split_once("</text>"))
        .map(|(text, _)| text.trim().replace('\u{a0}', " "))
        .collect()
}

fn histogram() -> HistogramPair {
    HistogramPair {
        edges: vec![6.0, 10.0, 14.0, 18.0, 22.0, 26.0, 30.0],
        reference: vec![20, 90, 60, 22, 6, 2],
        current: vec![5, 50, 80, 40, 20, 5],
        reference_outside: 0,
        current_outside: 3,
    }
}

fn ecdf() -> EcdfPair {
    let curve = |points: &[(f64, f64)]| points.iter().map(|&(x, y)| CurvePoint { x, y }).collect();
    EcdfPair {
        reference: curve(&[(7.0, 0.1), (10.0, 0.4), (13.0, 0.75), (17.0, 0.95), (24.0, 1.0)]),
        current: curve(&[(8.0, 0.05), (12.0, 0.3), (15.0, 0.6), (20.0, 0.9), (28.0, 1.0)]),
        gap: KsGap { x: 13.0, reference: 0.75, current: 0.3 },
    }
}

fn bar(name: &str, reference: u64, current: u64) -> CategoryBar {
    CategoryBar {
        name: name.to_owned(),
        reference,
        current,
        reference_share: reference as f64 / 1000.0,
        current_share: current as f64 / 1000.0,
    }
}

fn bars() -> BarPair {
    BarPair {
        bars: vec![
            bar("married", 605, 492),
            bar("single", 280, 370),
            bar("<i>divorced</i>, widowed or otherwise no longer married", 113, 120),
        ],
        other: Some(bar("", 2, 18)),
        other_categories: 14,
    }
}

#[test]
fn a_histogram_pair_has_its_key_and_round_ticks() {
    let text = light(&Chart::Histogram(histogram()));
    let words = words(&text);
    for expected in ["reference", "current", "share of rows in each bin", "0 %", "10", "20", "30"] {
        assert!(words.iter().any(|word| word == expected), "no {expected:?} in {words:?}");
    }
    assert!(text.contains("#D9822B") && text.contains("#3B6FB6"));
    insta::assert_snapshot!("histogram_pair", text);
}

#[test]
fn distribution_functions_carry_the_size_of_their_gap() {
    let text = light(&Chart::Ecdf(ecdf()));
    let words = words(&text);
    for expected in ["KS 0.45", "0 %", "100 %", "10", "20"] {
        assert!(words.iter().any(|word| word == expected), "no {expected:?} in {words:?}");
    }
    insta::assert_snapshot!("ecdf_pair", text);
}

#[test]
fn category_bars_carry_their_shares_and_no_markup_of_the_data() {
    let text = light(&Chart::Bars(bars()));
    let words = words(&text);
    for expected in ["married", "60.5 %", "49.2 %", "14 other categories"] {
        assert!(words.iter().any(|word| word == expected), "no {expected:?} in {words:?}");
    }
    assert!(words.iter().any(|word| word.starts_with("&lt;i&gt;") && word.ends_with('…')), "{words:?}");
    assert!(!text.contains("<i>"));
    insta::assert_snapshot!("category_bars", text);
}

#[test]
fn one_value_is_one_bar_in_the_middle() {
    let pair = HistogramPair {
        edges: vec![5.0, 5.0],
        reference: vec![40],
        current: vec![10],
        reference_outside: 0,
        current_outside: 0,
    };
    let text = light(&Chart::Histogram(pair));
    assert!(words(&text).iter().any(|word| word.starts_with("5.0")), "{:?}", words(&text));
    insta::assert_snapshot!("histogram_one_value", text);
}

#[test]
fn nothing_to_draw_is_said() {
    let none = HistogramPair {
        edges: vec![0.0, 1.0],
        reference: vec![0],
        current: vec![0],
        reference_outside: 0,
        current_outside: 0,
    };
    assert_eq!(words(&light(&Chart::Histogram(none))), ["No usable value on either side."]);
    let none = BarPair { bars: vec![], other: None, other_categories: 0 };
    assert_eq!(words(&light(&Chart::Bars(none))), ["No category on either side."]);
}

#[test]
fn at_twice_the_pixels_everything_is_twice_as_large() {
    let chart = Chart::Histogram(histogram());
    let twice = svg(&chart, 960, 400, ChartTheme::light().with_scale(2.0));
    assert_eq!(words(&twice), words(&light(&chart)));
    assert!(light(&chart).contains("font-size=\"12\"") && twice.contains("font-size=\"24\""));
    assert!(twice.contains("stroke-width=\"4\""));
}

fn dependence(points: &[(Option<f64>, &str, f64)]) -> Chart {
    let point = |&(value, label, p): &(Option<f64>, &str, f64)| DependencePoint {
        value,
        label: label.to_owned(),
        probabilities: vec![1.0 - p, p],
    };
    let found = PartialDependence {
        column: "age".to_owned(),
        classes: vec!["no".to_owned(), "yes".to_owned()],
        rows: 500,
        points: points.iter().map(point).collect(),
    };
    Chart::Dependence(DependenceChart { found, class: 1 })
}

#[test]
fn dependence_names_its_class_and_its_axes() {
    let line = dependence(&[(Some(20.0), "20", 0.1), (Some(40.0), "40", 0.5), (Some(60.0), "60", 0.4)]);
    let drawn = words(&light(&line));
    for expected in ["mean probability of yes", "20", "60", "0 %", "40 %"] {
        assert!(drawn.iter().any(|word| word == expected), "no {expected:?} in {drawn:?}");
    }
    let bars = words(&light(&dependence(&[(None, "Bern", 0.25), (None, "", 0.5)])));
    for expected in ["Bern", "missing", "25 %", "50 %"] {
        assert!(bars.iter().any(|word| word == expected), "no {expected:?} in {bars:?}");
    }
    assert_eq!(words(&light(&dependence(&[]))), ["There is no value to set the column to."]);
}

fn any_chart() -> impl Strategy<Value = Chart> {
    let finite = || any::<f64>().prop_filter("finite", |x| x.is_finite());
    let histogram = (vec(finite(), 0..12), vec(any::<u64>(), 0..12), vec(any::<u64>(), 0..12), any::<u64>())
        .prop_map(|(mut edges, reference, current, outside)| {
            edges.sort_by(f64::total_cmp);
            let (reference_outside, current_outside) = (outside, outside / 2);
            Chart::Histogram(HistogramPair { edges, reference, current, reference_outside, current_outside })
        });
    let points = || {
        vec((finite(), 0.0..=1.0_f64), 0..12).prop_map(|mut points| {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            points.into_iter().map(|(x, y)| CurvePoint { x, y }).collect::<Vec<_>>()
        })
    };
    let ecdf = (points(), points(), any::<f64>(), 0.0..=1.0_f64, 0.0..=1.0_f64).prop_map(
        |(reference, current, x, r, c)| {
            Chart::Ecdf(EcdfPair { reference, current, gap: KsGap { x, reference: r, current: c } })
        },
    );
    let bar = || {
        (".{0,40}", any::<u64>(), any::<u64>(), any::<f64>(), 0.0..=1.0_f64).prop_map(
            |(name, r, c, rs, cs)| CategoryBar {
                name,
                reference: r,
                current: c,
                reference_share: rs,
                current_share: cs,
            },
        )
    };
    let bars = (vec(bar(), 0..8), proptest::option::of(bar()), any::<u64>())
        .prop_map(|(bars, other, other_categories)| Chart::Bars(BarPair { bars, other, other_categories }));
    let point = (proptest::option::of(any::<f64>()), ".{0,20}", vec(any::<f64>(), 0..3))
        .prop_map(|(value, label, probabilities)| DependencePoint { value, label, probabilities });
    let dependence = (".{0,20}", vec(".{0,10}", 0..3), any::<u64>(), vec(point, 0..8), 0_usize..3).prop_map(
        |(column, classes, rows, points, class)| {
            let found = PartialDependence { column, classes, rows, points };
            Chart::Dependence(DependenceChart { found, class })
        },
    );
    prop_oneof![histogram, ecdf, bars, dependence]
}

proptest! {
    #[test]
    fn no_data_and_no_size_makes_a_chart_panic(
        chart in any_chart(),
        width in 0_u32..700,
        height in 0_u32..400,
        scale in prop_oneof![Just(1.0), Just(1.25), Just(2.0), Just(3.0)],
        x in -10.0..800.0_f64,
        index in any::<usize>(),
    ) {
        let theme = ChartTheme::dark().with_scale(scale);
        let text = svg(&chart, width, height, theme.clone());
        prop_assert!(text.ends_with("</svg>\n"));
        let size = Size { width, height };
        if let Some(index) = chart.index_at(x, x, size, &theme) {
            prop_assert_eq!(chart.cursor(index, size, &theme).map(|cursor| cursor.index), Some(index));
        }
        chart.cursor(index, size, &theme);
        prop_assert!(!chart.caption().is_empty());
        let table = chart.table();
        prop_assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
    }
}
