//! Metrics as JSON: a block of a reference or current side, names and nesting as scikit-learn users
//! expect them.

use serde_json::{Map, Value, json};

use crate::model::metrics::{
    Averaged, BinaryMetrics, ClassMetrics, ClassificationMetrics, MulticlassMetrics,
};

/// All metrics as JSON. `null` where a metric is not defined; `multiclass` is left out for two
/// classes or without probabilities, `binary` for more than two classes.
pub fn metrics_json(metrics: &ClassificationMetrics) -> Value {
    let m = metrics;
    let mut block = json!({
        "n": m.n,
        "labels": m.labels,
        "confusion_matrix": m.confusion_matrix,
        "accuracy": m.accuracy,
        "balanced_accuracy": m.balanced_accuracy,
        "mcc": m.mcc,
        "cohen_kappa": m.cohen_kappa,
        "cohen_kappa_linear": m.cohen_kappa_linear,
        "cohen_kappa_quadratic": m.cohen_kappa_quadratic,
        "macro": averaged(&m.macro_average),
        "micro": averaged(&m.micro_average),
        "weighted": averaged(&m.weighted_average),
        "per_class": by_label(&m.labels, m.per_class.iter().map(class)),
    });
    if let Some(found) = &m.binary {
        block["binary"] = binary(found);
    }
    if let Some(found) = &m.multiclass {
        block["multiclass"] = multiclass(found, &m.labels);
    }
    block
}

fn averaged(average: &Averaged) -> Value {
    json!({ "precision": average.precision, "recall": average.recall, "f1": average.f1 })
}

fn class(class: &ClassMetrics) -> Value {
    json!({ "precision": class.precision, "recall": class.recall, "f1": class.f1, "support": class.support })
}

fn binary(b: &BinaryMetrics) -> Value {
    // A rate of no rows is not defined; the type holds 0, as for every zero division.
    let rate = |value: f64, of: u64| (of > 0).then_some(value);
    json!({
        "positive": b.positive,
        "tp": b.tp,
        "fp": b.fp,
        "fn": b.fn_,
        "tn": b.tn,
        "precision": b.precision,
        "recall": b.recall,
        "f1": b.f1,
        "specificity": rate(b.specificity, b.tn + b.fp),
        "fpr": rate(b.fpr, b.tn + b.fp),
        "fnr": rate(b.fnr, b.tp + b.fn_),
        "roc_auc": b.roc_auc,
        "gini": b.gini,
        "average_precision": b.average_precision,
        "pr_auc_trapezoid": b.pr_auc_trapezoid,
        "log_loss": b.log_loss,
        "brier": b.brier,
        "ks_statistic": b.ks_statistic,
        "ece": b.ece,
        "mce": b.mce,
    })
}

fn multiclass(m: &MulticlassMetrics, labels: &[String]) -> Value {
    json!({
        "roc_auc_ovr_macro": m.roc_auc_ovr_macro,
        "roc_auc_ovr_weighted": m.roc_auc_ovr_weighted,
        "roc_auc_ovo_macro": m.roc_auc_ovo_macro,
        "roc_auc_per_class": by_label(labels, m.roc_auc_per_class.iter().map(|auc| json!(auc))),
        "average_precision_per_class":
            by_label(labels, m.average_precision_per_class.iter().map(|precision| json!(precision))),
        "average_precision_macro": m.average_precision_macro,
        "log_loss": m.log_loss,
        "brier_sum": m.brier_sum,
        "top_label_ece": { "ece": m.top_label_ece, "mce": m.top_label_mce },
    })
}

fn by_label(labels: &[String], values: impl Iterator<Item = Value>) -> Value {
    Value::Object(labels.iter().cloned().zip(values).collect::<Map<_, _>>())
}
