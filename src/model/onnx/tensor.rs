//! Arrays of numbers or texts with a shape, and how they are broadcast.

use super::proto::{TensorProto, element};

/// Most elements of one array: malformed files must not exhaust memory.
const MOST_ELEMENTS: usize = 1 << 26;

/// What went wrong inside a graph, in words.
pub(super) type Fault = String;

/// Elements in row-major order. Integers of every width are 64-bit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    F32(Vec<f32>),
    F64(Vec<f64>),
    I64(Vec<i64>),
    Bool(Vec<bool>),
    Text(Vec<String>),
}

/// An array.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    pub(super) data: Data,
}

/// The same code for every type of elements.
macro_rules! each_type {
    ($data:expr, $values:ident => $made:expr) => {
        match $data {
            Data::F32($values) => Data::F32($made),
            Data::F64($values) => Data::F64($made),
            Data::I64($values) => Data::I64($made),
            Data::Bool($values) => Data::Bool($made),
            Data::Text($values) => Data::Text($made),
        }
    };
}
pub(super) use each_type;

impl Tensor {
    /// An array, if shape and number of elements agree.
    pub(super) fn new(shape: Vec<usize>, data: Data) -> Result<Self, Fault> {
        let tensor = Self { shape, data };
        if elements(&tensor.shape)? == tensor.len() {
            return Ok(tensor);
        }
        Err(format!("{} elements do not make the shape {:?}", tensor.len(), tensor.shape))
    }

    /// A constant of a file.
    pub(super) fn of(proto: &TensorProto) -> Result<Self, Fault> {
        if !proto.external_data.is_empty() {
            return Err("it keeps numbers in another file: save it as one file".to_owned());
        }
        let size = |&size: &i64| usize::try_from(size).map_err(|_| "a negative size".to_owned());
        let shape: Vec<usize> = proto.dims.iter().map(size).collect::<Result<_, _>>()?;
        let raw = &proto.raw_data;
        let bytes = |value: &i32| *value as i64;
        let data = match proto.data_type {
            element::FLOAT if raw.is_empty() => Data::F32(proto.float_data.clone()),
            element::FLOAT => {
                Data::F32(raw.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
            }
            element::DOUBLE if raw.is_empty() => Data::F64(proto.double_data.clone()),
            element::DOUBLE => {
                Data::F64(raw.as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b)).collect())
            }
            element::INT64 if raw.is_empty() => Data::I64(proto.int64_data.clone()),
            element::INT64 => {
                Data::I64(raw.as_chunks::<8>().0.iter().map(|b| i64::from_le_bytes(*b)).collect())
            }
            element::INT32 | element::INT8 | element::UINT8 if raw.is_empty() => {
                Data::I64(proto.int32_data.iter().map(bytes).collect())
            }
            element::INT32 => {
                Data::I64(raw.as_chunks::<4>().0.iter().map(|b| i64::from(i32::from_le_bytes(*b))).collect())
            }
            element::BOOL if raw.is_empty() => Data::Bool(proto.int32_data.iter().map(|b| *b != 0).collect()),
            element::BOOL => Data::Bool(raw.iter().map(|b| *b != 0).collect()),
            element::STRING => Data::Text(
                proto.string_data.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect(),
            ),
            other => return Err(format!("a constant of the element type {other}, which is not known here")),
        };
        Self::new(shape, data)
    }

    /// Elements.
    pub(super) fn len(&self) -> usize {
        match &self.data {
            Data::F32(values) => values.len(),
            Data::F64(values) => values.len(),
            Data::I64(values) => values.len(),
            Data::Bool(values) => values.len(),
            Data::Text(values) => values.len(),
        }
    }

    /// Elements as 64-bit numbers.
    pub(super) fn numbers(&self) -> Result<Vec<f64>, Fault> {
        Ok(match &self.data {
            Data::F32(values) => values.iter().map(|&x| f64::from(x)).collect(),
            Data::F64(values) => values.clone(),
            Data::I64(values) => values.iter().map(|&x| x as f64).collect(),
            Data::Bool(values) => values.iter().map(|&x| f64::from(u8::from(x))).collect(),
            Data::Text(_) => return Err("texts where numbers are wanted".to_owned()),
        })
    }

    /// Elements as integers.
    pub(super) fn integers(&self) -> Result<Vec<i64>, Fault> {
        match &self.data {
            Data::I64(values) => Ok(values.clone()),
            _ => Ok(self.numbers()?.into_iter().map(|x| x as i64).collect()),
        }
    }

    /// Elements as truths.
    pub(super) fn truths(&self) -> Result<Vec<bool>, Fault> {
        match &self.data {
            Data::Bool(values) => Ok(values.clone()),
            _ => Ok(self.numbers()?.into_iter().map(|x| x != 0.0).collect()),
        }
    }

    /// Numbers of the element type that `like` has.
    pub(super) fn numbers_like(like: &Data, shape: Vec<usize>, numbers: Vec<f64>) -> Result<Self, Fault> {
        let data = match like {
            Data::F64(_) => Data::F64(numbers),
            Data::I64(_) => Data::I64(numbers.into_iter().map(|x| x as i64).collect()),
            _ => Data::F32(numbers.into_iter().map(|x| x as f32).collect()),
        };
        Self::new(shape, data)
    }

    /// 32-bit numbers.
    pub(super) fn floats(shape: Vec<usize>, numbers: Vec<f64>) -> Result<Self, Fault> {
        Self::numbers_like(&Data::F32(Vec::new()), shape, numbers)
    }

    /// Rows and columns: the last axis, and all before it.
    pub(super) fn matrix(&self) -> Matrix {
        let columns = match self.shape.as_slice() {
            [] => 1,
            [_] => 1,
            [.., columns] => *columns,
        };
        Matrix { rows: self.len() / columns.max(1), columns }
    }

    /// Elements at these places.
    pub(super) fn pick(&self, shape: Vec<usize>, places: &[usize]) -> Result<Self, Fault> {
        let outside = || "a place outside of an array".to_owned();
        let data = each_type!(&self.data, values => places
            .iter()
            .map(|&at| values.get(at).cloned().ok_or_else(outside))
            .collect::<Result<Vec<_>, _>>()?);
        Self::new(shape, data)
    }

    /// Broadcast to a shape.
    pub(super) fn spread(&self, shape: &[usize]) -> Result<Self, Fault> {
        if self.shape == shape {
            return Ok(self.clone());
        }
        self.pick(shape.to_vec(), &spread_places(&self.shape, shape)?)
    }
}

/// Size of a matrix.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// How many elements a shape has.
pub(super) fn elements(shape: &[usize]) -> Result<usize, Fault> {
    let product = shape.iter().try_fold(1_usize, |product, &size| product.checked_mul(size));
    product
        .filter(|&count| count <= MOST_ELEMENTS)
        .ok_or_else(|| format!("an array of shape {shape:?}, too large"))
}

/// The shape that two shapes are broadcast to.
pub(super) fn common_shape(a: &[usize], b: &[usize]) -> Result<Vec<usize>, Fault> {
    let rank = a.len().max(b.len());
    let size = |shape: &[usize], axis: usize| match (axis + shape.len()).checked_sub(rank) {
        Some(at) => shape.get(at).copied().unwrap_or(1),
        None => 1,
    };
    (0..rank)
        .map(|axis| match (size(a, axis), size(b, axis)) {
            (a, b) if a == b => Ok(a),
            (1, b) => Ok(b),
            (a, 1) => Ok(a),
            _ => Err(format!("shapes {a:?} and {b:?} do not go together")),
        })
        .collect()
}

/// For every element of `to`, the place in an array of shape `from`.
fn spread_places(from: &[usize], to: &[usize]) -> Result<Vec<usize>, Fault> {
    if common_shape(from, to)? != to {
        return Err(format!("the shape {from:?} does not spread to {to:?}"));
    }
    let mut places = vec![0; elements(to)?];
    let mut stride = 1;
    let mut inner = 1;
    for (back, &size) in to.iter().rev().enumerate() {
        let own = from.len().checked_sub(back + 1).and_then(|at| from.get(at)).copied().unwrap_or(1);
        if own != 1 {
            for (at, place) in places.iter_mut().enumerate() {
                *place += (at / inner) % size * stride;
            }
            stride *= own;
        }
        inner *= size;
    }
    Ok(places)
}

/// An axis that may be counted from the end.
pub(super) fn axis_of(axis: i64, rank: usize) -> Result<usize, Fault> {
    let at = if axis < 0 { axis + rank as i64 } else { axis };
    usize::try_from(at).ok().filter(|&at| at < rank).ok_or_else(|| format!("no axis {axis} among {rank}"))
}
