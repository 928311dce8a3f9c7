//! Operators of the domain `ai.onnx.ml`, trees aside.

use std::collections::BTreeMap;

use super::node::Attributes;
use super::operators_math::soften;
use super::tensor::{Data, Fault, Tensor};

/// What becomes of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transform {
    None,
    Logistic,
    Softmax,
}

impl Transform {
    pub(super) fn of(attributes: Attributes<'_>) -> Result<Self, Fault> {
        match attributes.text("post_transform").as_str() {
            "" | "NONE" => Ok(Self::None),
            "LOGISTIC" => Ok(Self::Logistic),
            "SOFTMAX" => Ok(Self::Softmax),
            other => Err(format!("the transformation {other} of scores, which is not known here")),
        }
    }

    pub(super) fn apply(self, scores: &mut [f64]) {
        match self {
            Self::None => {}
            Self::Logistic => scores.iter_mut().for_each(|x| *x = 1.0 / (1.0 + (-*x).exp())),
            Self::Softmax => soften(scores),
        }
    }
}

/// (x − offset) · scale, by column, in 32 bits.
pub(super) fn scaler(x: &Tensor, attributes: Attributes<'_>) -> Result<Tensor, Fault> {
    let (offset, scale) = (attributes.floats("offset")?, attributes.floats("scale")?);
    let of = |values: &[f64], at: usize, default: f64| match values {
        [] => default,
        [one] => *one,
        values => values.get(at).copied().unwrap_or(default),
    };
    let columns = x.matrix().columns.max(1);
    let numbers = x.numbers()?.into_iter().enumerate().map(|(at, x)| {
        let at = at % columns;
        let moved = (x as f32) - (of(&offset, at, 0.0) as f32);
        f64::from(moved * (of(&scale, at, 1.0) as f32))
    });
    Tensor::floats(x.shape.clone(), numbers.collect())
}

/// Another number in place of missing ones.
pub(super) fn imputer(x: &Tensor, attributes: Attributes<'_>) -> Result<Tensor, Fault> {
    let mut imputed = attributes.floats("imputed_value_floats")?;
    let mut replaced = f64::from(attributes.float("replaced_value_float", 0.0));
    if imputed.is_empty() {
        imputed = attributes.ints("imputed_value_int64s").iter().map(|&x| x as f64).collect();
        replaced = attributes.int("replaced_value_int64", 0) as f64;
    }
    let columns = x.matrix().columns.max(1);
    let numbers = x.numbers()?.into_iter().enumerate().map(|(at, x)| {
        let gone = x == replaced || (x.is_nan() && replaced.is_nan());
        let with = imputed.get(if imputed.len() == 1 { 0 } else { at % columns }).copied();
        if gone { with.unwrap_or(x) } else { x }
    });
    Tensor::numbers_like(&x.data, x.shape.clone(), numbers.collect())
}

/// An indicator a category, on a new last axis.
pub(super) fn one_hot_encoder(x: &Tensor, attributes: Attributes<'_>) -> Result<Tensor, Fault> {
    let texts = attributes.texts("cats_strings");
    let ints = attributes.ints("cats_int64s");
    let count = texts.len().max(ints.len());
    let places: Vec<Option<usize>> = match &x.data {
        Data::Text(values) => values.iter().map(|x| texts.iter().position(|text| text == x)).collect(),
        _ => x.integers()?.iter().map(|x| ints.iter().position(|int| int == x)).collect(),
    };
    if attributes.int("zeros", 1) == 0 && places.contains(&None) {
        return Err("a category that it does not know, and it was written to refuse those".to_owned());
    }
    let mut shape = x.shape.clone();
    shape.push(count);
    let cells = super::tensor::elements(&shape)?;
    let mut numbers = vec![0.0; cells];
    for (row, place) in places.iter().enumerate() {
        if let Some(cell) = place.and_then(|place| numbers.get_mut(row * count + place)) {
            *cell = 1.0;
        }
    }
    Tensor::floats(shape, numbers)
}

/// One list of values for another.
pub(super) fn label_encoder(x: &Tensor, attributes: Attributes<'_>) -> Result<Tensor, Fault> {
    // Version 1 of the operator knows a list of classes, by place.
    let classes = attributes.texts("classes_strings");
    if !classes.is_empty() {
        let data = match &x.data {
            Data::Text(values) => {
                let place = |x: &String| classes.iter().position(|class| class == x);
                let default = attributes.int("default_int64", -1);
                Data::I64(values.iter().map(|x| place(x).map_or(default, |at| at as i64)).collect())
            }
            _ => {
                let name = |x: i64| usize::try_from(x).ok().and_then(|at| classes.get(at).cloned());
                Data::Text(x.integers()?.into_iter().map(|x| name(x).unwrap_or_default()).collect())
            }
        };
        return Tensor::new(x.shape.clone(), data);
    }
    let places: Vec<Option<usize>> = match &x.data {
        Data::Text(values) => {
            let keys = attributes.texts("keys_strings");
            let map: BTreeMap<&str, usize> =
                keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
            values.iter().map(|x| map.get(x.as_str()).copied()).collect()
        }
        Data::I64(values) => {
            let keys = attributes.ints("keys_int64s");
            let map: BTreeMap<i64, usize> = keys.iter().enumerate().map(|(at, &key)| (key, at)).collect();
            values.iter().map(|x| map.get(x).copied()).collect()
        }
        _ => {
            let keys = attributes.floats("keys_floats")?;
            let same = |x: f64, key: f64| x == key || (x.is_nan() && key.is_nan());
            x.numbers()?.into_iter().map(|x| keys.iter().position(|&key| same(x, key))).collect()
        }
    };
    fn of<T: Clone>(places: &[Option<usize>], values: &[T], default: T) -> Vec<T> {
        let value = |place: &Option<usize>| place.and_then(|at| values.get(at)).unwrap_or(&default).clone();
        places.iter().map(value).collect()
    }
    let (texts, ints) = (attributes.texts("values_strings"), attributes.ints("values_int64s"));
    let data = if !texts.is_empty() {
        let default = attributes
            .find("default_string")
            .map_or("_Unused".to_owned(), |_| attributes.text("default_string"));
        Data::Text(of(&places, &texts, default))
    } else if !ints.is_empty() {
        Data::I64(of(&places, ints, attributes.int("default_int64", -1)))
    } else {
        let values: Vec<f32> = attributes.floats("values_floats")?.into_iter().map(|x| x as f32).collect();
        Data::F32(of(&places, &values, attributes.float("default_float", -0.0)))
    };
    Tensor::new(x.shape.clone(), data)
}

/// Scores that are linear in the columns: places of the labels, and what the scores become.
pub(super) fn linear(
    x: &Tensor,
    attributes: Attributes<'_>,
    classes: usize,
) -> Result<(Vec<usize>, Tensor), Fault> {
    let size = x.matrix();
    let weights = attributes.floats("coefficients")?;
    let intercepts = attributes.floats("intercepts")?;
    let targets = weights.len() / size.columns.max(1);
    if targets == 0 || targets * size.columns != weights.len() {
        return Err(format!("{} weights over {} columns", weights.len(), size.columns));
    }
    let transform = Transform::of(attributes)?;
    let pair = targets == 1 && classes == 2;
    let mut labels = Vec::with_capacity(size.rows);
    let mut all = Vec::with_capacity(size.rows * targets);
    for row in x.numbers()?.chunks_exact(size.columns.max(1)) {
        let score = |(at, weights): (usize, &[f64])| {
            let sum: f64 = row.iter().zip(weights).map(|(x, weight)| x * weight).sum();
            sum + intercepts.get(at).copied().unwrap_or(0.0)
        };
        let mut scores: Vec<f64> = weights.chunks_exact(size.columns.max(1)).enumerate().map(score).collect();
        let later = |best: usize, at: usize| if scores[at] > scores[best] { at } else { best };
        labels.push(if pair { usize::from(scores[0] > 0.0) } else { (0..targets).fold(0, later) });
        transform.apply(&mut scores);
        if pair {
            let negative = if transform == Transform::None { -scores[0] } else { 1.0 - scores[0] };
            scores.insert(0, negative);
        }
        all.extend(scores);
    }
    let columns = if pair { 2 } else { targets };
    Ok((labels, Tensor::floats(vec![size.rows, columns], all)?))
}

/// Rows divided by their norm.
pub(super) fn normalizer(x: &Tensor, attributes: Attributes<'_>) -> Result<Tensor, Fault> {
    let norm: fn(&[f64]) -> f64 = match attributes.text("norm").as_str() {
        "" | "MAX" => |row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "L1" => |row| row.iter().map(|x| x.abs()).sum(),
        "L2" => |row| row.iter().map(|x| x * x).sum::<f64>().sqrt(),
        other => return Err(format!("the norm {other}, which is not known here")),
    };
    let mut numbers = x.numbers()?;
    for row in numbers.chunks_mut(x.matrix().columns.max(1)) {
        let norm = norm(row);
        if norm != 0.0 {
            row.iter_mut().for_each(|x| *x /= norm);
        }
    }
    Tensor::floats(x.shape.clone(), numbers)
}

/// 1 above a threshold, else 0.
pub(super) fn binarizer(x: &Tensor, attributes: Attributes<'_>) -> Result<Tensor, Fault> {
    let threshold = f64::from(attributes.float("threshold", 0.0));
    let numbers = x.numbers()?.into_iter().map(|x| f64::from(u8::from(x > threshold))).collect();
    Tensor::numbers_like(&x.data, x.shape.clone(), numbers)
}

/// Names of classes at places, as texts or as integers, whichever the node names them by.
pub(super) fn labels_of(places: &[usize], attributes: Attributes<'_>) -> Result<Tensor, Fault> {
    let classes = attributes.classes();
    let name = |&at: &usize| classes.get(at).cloned().ok_or("a class without a name".to_owned());
    let names = places.iter().map(name).collect::<Result<Vec<_>, _>>()?;
    let texts = attributes.find("classlabels_strings").is_some_and(|attribute| !attribute.strings.is_empty());
    let data = if texts {
        Data::Text(names)
    } else {
        Data::I64(names.iter().map(|name| name.parse().unwrap_or(0)).collect())
    };
    Tensor::new(vec![places.len()], data)
}
