//! Operators that move elements: casts, columns, shapes.

use super::node::Attributes;
use super::operators_math::Along;
use super::proto::element;
use super::tensor::{Data, Fault, Tensor, axis_of, each_type, elements};
use crate::data::number_name;

/// Elements of another type.
pub(super) fn cast(x: &Tensor, to: i64) -> Result<Tensor, Fault> {
    let parsed = || -> Result<Vec<f64>, Fault> {
        match &x.data {
            Data::Text(texts) => {
                let number = |text: &String| match text.trim() {
                    "" => Ok(f64::NAN),
                    text => text.parse().map_err(|_| format!("the text `{text}` where a number is wanted")),
                };
                texts.iter().map(number).collect()
            }
            _ => x.numbers(),
        }
    };
    let data = match i32::try_from(to).unwrap_or(0) {
        element::FLOAT => Data::F32(parsed()?.into_iter().map(|x| x as f32).collect()),
        element::DOUBLE => Data::F64(parsed()?),
        element::INT64 | element::INT32 if matches!(x.data, Data::I64(_)) => x.data.clone(),
        element::INT64 | element::INT32 => Data::I64(parsed()?.into_iter().map(|x| x as i64).collect()),
        element::BOOL => Data::Bool(x.truths()?),
        element::STRING => Data::Text(match &x.data {
            Data::Text(texts) => texts.clone(),
            Data::F32(values) => values.iter().map(|x| single_name(*x)).collect(),
            Data::I64(values) => values.iter().map(i64::to_string).collect(),
            _ => x.numbers()?.into_iter().map(number_name).collect(),
        }),
        other => return Err(format!("a cast to the element type {other}, which is not known here")),
    };
    Tensor::new(x.shape.clone(), data)
}

/// A 32-bit number as a text, without a fraction where it has none.
fn single_name(x: f32) -> String {
    if x.fract() == 0.0 { number_name(f64::from(x)) } else { x.to_string() }
}

/// Arrays behind each other along an axis.
pub(super) fn concat(inputs: &[&Tensor], axis: i64) -> Result<Tensor, Fault> {
    let first = inputs.first().ok_or("nothing to put together")?;
    let axis = axis_of(axis, first.shape.len())?;
    let mut shape = first.shape.clone();
    shape[axis] = 0;
    for input in inputs {
        let other = |at: &usize| *at != axis && input.shape.get(*at) != first.shape.get(*at);
        if input.shape.len() != shape.len() || (0..shape.len()).any(|at| other(&at)) {
            return Err(format!("shapes {:?} and {:?} do not go together", first.shape, input.shape));
        }
        shape[axis] += input.shape[axis];
    }
    elements(&shape)?;
    fn join<T: Clone>(parts: &[(&[T], usize)], outer: usize) -> Vec<T> {
        let piece = |at: usize| {
            parts.iter().flat_map(move |(values, step)| values[at * step..(at + 1) * step].iter())
        };
        (0..outer).flat_map(piece).cloned().collect()
    }
    let along = Along::of(&first.shape, axis);
    let step = |input: &Tensor| input.shape[axis] * along.inner;
    macro_rules! joined {
        ($kind:ident) => {{
            let part = |input: &&'_ Tensor| match &input.data {
                Data::$kind(values) => Ok((values.clone(), step(input))),
                _ => Err("elements of two types beside each other".to_owned()),
            };
            let owned = inputs.iter().map(part).collect::<Result<Vec<_>, Fault>>()?;
            let parts: Vec<_> = owned.iter().map(|(values, step)| (values.as_slice(), *step)).collect();
            Data::$kind(join(&parts, along.outer))
        }};
    }
    let data = match &first.data {
        Data::F32(_) => joined!(F32),
        Data::F64(_) => joined!(F64),
        Data::I64(_) => joined!(I64),
        Data::Bool(_) => joined!(Bool),
        Data::Text(_) => joined!(Text),
    };
    Tensor::new(shape, data)
}

/// Another shape: −1 takes what is left, 0 stays.
pub(super) fn reshape(x: &Tensor, wanted: &[i64]) -> Result<Tensor, Fault> {
    let mut shape = Vec::with_capacity(wanted.len());
    for (at, &size) in wanted.iter().enumerate() {
        shape.push(match size {
            0 => x.shape.get(at).copied().unwrap_or(0),
            -1 => 1,
            size => usize::try_from(size).map_err(|_| format!("a size of {size}"))?,
        });
    }
    if let Some(open) = wanted.iter().position(|&size| size == -1) {
        shape[open] = x.len() / elements(&shape)?.max(1);
    }
    Tensor::new(shape, x.data.clone())
}

/// Without axes of size 1: the given ones, or all.
pub(super) fn squeeze(x: &Tensor, axes: &[i64]) -> Result<Tensor, Fault> {
    let axes = axes.iter().map(|&axis| axis_of(axis, x.shape.len())).collect::<Result<Vec<_>, _>>()?;
    let gone = |at: usize, size: usize| size == 1 && (axes.is_empty() || axes.contains(&at));
    let shape = x.shape.iter().enumerate().filter(|&(at, &size)| !gone(at, size)).map(|(_, &size)| size);
    Tensor::new(shape.collect(), x.data.clone())
}

/// With axes of size 1 at these places of the new shape.
pub(super) fn unsqueeze(x: &Tensor, axes: &[i64]) -> Result<Tensor, Fault> {
    let rank = x.shape.len() + axes.len();
    let mut axes = axes.iter().map(|&axis| axis_of(axis, rank)).collect::<Result<Vec<_>, _>>()?;
    axes.sort_unstable();
    let mut shape = x.shape.clone();
    axes.iter().for_each(|&axis| shape.insert(axis.min(shape.len()), 1));
    Tensor::new(shape, x.data.clone())
}

/// Parts of an array at places along an axis.
pub(super) fn gather(x: &Tensor, places: &Tensor, axis: i64) -> Result<Tensor, Fault> {
    let axis = axis_of(axis, x.shape.len())?;
    let along = Along::of(&x.shape, axis);
    let wanted = places.integers()?;
    let wanted = wanted.iter().map(|&at| axis_of(at, along.size)).collect::<Result<Vec<_>, _>>()?;
    let shape = [&x.shape[..axis], &places.shape, &x.shape[axis + 1..]].concat();
    elements(&shape)?;
    let inner = along.inner;
    let from = |outer: usize, at: usize| (0..inner).map(move |i| (outer * along.size + at) * inner + i);
    let all = (0..along.outer).flat_map(|outer| wanted.iter().flat_map(move |&at| from(outer, at)));
    x.pick(shape, &all.collect::<Vec<_>>())
}

/// Columns of the last axis; one axis counts as one row.
pub(super) fn array_feature_extractor(x: &Tensor, places: &Tensor) -> Result<Tensor, Fault> {
    let flat = Tensor::new(vec![places.len()], Data::I64(places.integers()?))?;
    let rows = if x.shape.len() < 2 { reshape(x, &[1, -1])? } else { x.clone() };
    gather(&rows, &flat, -1)
}

/// Axes in another order; reversed where none is given.
pub(super) fn transpose(x: &Tensor, order: &[i64]) -> Result<Tensor, Fault> {
    let rank = x.shape.len();
    let order = match order {
        [] => (0..rank).rev().collect(),
        order => order.iter().map(|&axis| axis_of(axis, rank)).collect::<Result<Vec<_>, _>>()?,
    };
    if order.len() != rank {
        return Err("a transposition of other axes than there are".to_owned());
    }
    let shape: Vec<usize> = order.iter().map(|&axis| x.shape[axis]).collect();
    let stride = |axis: usize| x.shape[axis + 1..].iter().product::<usize>();
    let place = |mut at: usize| {
        let mut place = 0;
        for (&size, &axis) in shape.iter().zip(&order).rev() {
            place += at % size.max(1) * stride(axis);
            at /= size.max(1);
        }
        place
    };
    let places: Vec<usize> = (0..elements(&shape)?).map(place).collect();
    x.pick(shape, &places)
}

/// Pieces of an array: from, to, axis of each, in steps of one.
pub(super) fn slice(x: &Tensor, starts: &[i64], ends: &[i64], axes: &[i64]) -> Result<Tensor, Fault> {
    let mut x = x.clone();
    for (at, (&start, &end)) in starts.iter().zip(ends).enumerate() {
        let axis = axis_of(axes.get(at).copied().unwrap_or(at as i64), x.shape.len())?;
        let size = x.shape[axis] as i64;
        let place = |at: i64| if at < 0 { at.saturating_add(size) } else { at }.clamp(0, size);
        let places: Vec<i64> = (place(start)..place(end)).collect();
        x = gather(&x, &Tensor::new(vec![places.len()], Data::I64(places))?, axis as i64)?;
    }
    Ok(x)
}

/// One array cut into several along an axis: of these sizes, or equal.
pub(super) fn split(
    x: &Tensor,
    sizes: &[i64],
    parts: usize,
    attributes: Attributes<'_>,
) -> Result<Vec<Tensor>, Fault> {
    let axis = attributes.int("axis", 0);
    let size = x.shape[axis_of(axis, x.shape.len())?];
    let equal = vec![size.div_ceil(parts.max(1)) as i64; parts];
    let mut start = 0_i64;
    let mut pieces = Vec::with_capacity(parts);
    for size in if sizes.is_empty() { &equal } else { sizes } {
        let end = start.saturating_add(*size);
        pieces.push(slice(x, &[start], &[end], &[axis])?);
        start = end;
    }
    Ok(pieces)
}

/// Elements of one type at the shape that another array names.
pub(super) fn constant_of_shape(shape: &Tensor, value: Option<Tensor>) -> Result<Tensor, Fault> {
    let size = |size: i64| usize::try_from(size).map_err(|_| "a negative size".to_owned());
    let shape = shape.integers()?.into_iter().map(size).collect::<Result<Vec<_>, _>>()?;
    let value = value.unwrap_or(Tensor { shape: vec![1], data: Data::F32(vec![0.0]) });
    let count = elements(&shape)?;
    let none = || "a constant without a value".to_owned();
    let data = each_type!(&value.data, values => vec![values.first().cloned().ok_or_else(none)?; count]);
    Tensor::new(shape, data)
}
