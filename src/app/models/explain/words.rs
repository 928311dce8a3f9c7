//! Permutation importance in words.

use crate::app::format;
use crate::model::Schema;
use crate::model::evaluation::Importance;
use crate::model::metrics::Metric;

/// What a shuffled column costs at most, and which ones cost nothing.
pub fn importance_caption(found: &Importance) -> String {
    let rows = format::counted(found.rows, "row", "rows");
    let metric = found.metric.label();
    let way = if found.metric.higher_is_better() { "falls" } else { "rises" };
    let Some(first) = found.features.first().filter(|first| first.mean > 0.0) else {
        return format!(
            "No column matters: {metric} is {} on {rows}, and shuffling any of them does not harm it.",
            format::number(found.baseline)
        );
    };
    let idle = found.features.iter().filter(|feature| feature.mean <= feature.std).count() as u64;
    let rest = match idle {
        0 => String::new(),
        n => format!(" Shuffling {} makes no clear difference.", format::counted(n, "column", "columns")),
    };
    format!(
        "{metric} is {} on {rows}. Without `{}` to rely on it {way} by {}, the mean of {} shuffles.{rest}",
        format::number(found.baseline),
        first.name,
        format::number(first.mean),
        format::count(u64::from(found.repeats)),
    )
}

/// Mean and spread of a column's importance, e.g. `0.12 ± 0.01`.
pub fn mean_and_spread(mean: f64, std: f64) -> String {
    format!("{}\u{a0}±\u{a0}{}", format::number(mean), format::number(std))
}

/// The metric that importance is measured by until another is chosen.
pub fn first_metric(schema: &Schema) -> Metric {
    if schema.classes.len() == 2 { Metric::RocAuc } else { Metric::LogLoss }
}

/// The metrics that importance can be measured by.
pub fn metrics(schema: &Schema) -> Vec<Metric> {
    let only_two = [Metric::Ks, Metric::Gini];
    let is_binary = schema.classes.len() == 2;
    Metric::ALL.into_iter().filter(|metric| is_binary || !only_two.contains(metric)).collect()
}

/// The class that is drawn until another is chosen: the positive one of two, else the first.
pub fn first_class(schema: &Schema) -> usize {
    usize::from(schema.classes.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluation::FeatureImportance;

    fn found(metric: Metric, features: &[(&str, f64, f64)]) -> Importance {
        let feature =
            |&(name, mean, std): &(&str, f64, f64)| FeatureImportance { name: name.to_owned(), mean, std };
        Importance {
            metric,
            baseline: 0.85,
            rows: 200,
            repeats: 5,
            features: features.iter().map(feature).collect(),
        }
    }

    #[test]
    fn the_caption_says_what_the_first_column_is_worth() {
        let caption =
            importance_caption(&found(Metric::RocAuc, &[("age", 0.12, 0.01), ("id", 0.001, 0.002)]));
        assert_eq!(
            caption.replace('\u{a0}', " "),
            "ROC AUC is 0.85 on 200 rows. Without `age` to rely on it falls by 0.12, the mean of 5 shuffles. \
             Shuffling 1 column makes no clear difference."
        );
        assert!(importance_caption(&found(Metric::LogLoss, &[("age", 0.12, 0.01)])).contains("it rises by"));
        assert!(importance_caption(&found(Metric::LogLoss, &[("age", -0.1, 0.0)])).starts_with("No column"));
        assert!(importance_caption(&found(Metric::LogLoss, &[])).starts_with("No column"));
    }

    #[test]
    fn metrics_of_two_classes_are_not_offered_for_more() {
        let of = |n: usize| Schema { classes: vec![String::new(); n], ..Schema::default() };
        assert!(metrics(&of(2)).contains(&Metric::Gini) && !metrics(&of(3)).contains(&Metric::Gini));
        assert_eq!((first_metric(&of(2)), first_metric(&of(3))), (Metric::RocAuc, Metric::LogLoss));
        assert_eq!((first_class(&of(2)), first_class(&of(3))), (1, 0));
    }
}
