//! Computing a graph that was read, node after node.

use super::node::Attributes;
use super::proto::{ML, NodeProto};
use super::tensor::{Data, Fault, Tensor};
use super::tree_operator::Ensemble;
use super::{operators_math as math, operators_ml as ml, operators_shape as shapes};

/// Operators of the standard domain that are computed here.
const STANDARD: &[&str] = &[
    "Abs",
    "Add",
    "And",
    "ArgMax",
    "ArgMin",
    "Cast",
    "Ceil",
    "Clip",
    "Concat",
    "Constant",
    "ConstantOfShape",
    "Div",
    "Equal",
    "Erf",
    "Exp",
    "Expand",
    "Flatten",
    "Floor",
    "Gather",
    "Gemm",
    "Greater",
    "GreaterOrEqual",
    "Identity",
    "IsNaN",
    "Less",
    "LessOrEqual",
    "Log",
    "MatMul",
    "Max",
    "Min",
    "Mul",
    "Neg",
    "Not",
    "Or",
    "Pow",
    "Reciprocal",
    "ReduceLogSumExp",
    "ReduceMax",
    "ReduceMean",
    "ReduceMin",
    "ReduceSum",
    "ReduceSumSquare",
    "Relu",
    "Reshape",
    "Shape",
    "Sigmoid",
    "Sign",
    "Slice",
    "Softmax",
    "Split",
    "Sqrt",
    "Squeeze",
    "Sub",
    "Sum",
    "Tanh",
    "Transpose",
    "Unsqueeze",
    "Where",
];

/// Operators of classical machine learning that are computed here.
const LEARNING: &[&str] = &[
    "ArrayFeatureExtractor",
    "Binarizer",
    "FeatureVectorizer",
    "Imputer",
    "LabelEncoder",
    "LinearClassifier",
    "Normalizer",
    "OneHotEncoder",
    "Scaler",
    "TreeEnsembleClassifier",
    "TreeEnsembleRegressor",
    "ZipMap",
];

/// A node, and what of it is prepared before rows come.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) node: NodeProto,
    /// Slots of the inputs; `None` where an optional one is left out.
    pub(super) inputs: Vec<Option<usize>>,
    /// Slots of the outputs.
    pub(super) outputs: Vec<usize>,
    ensemble: Option<Ensemble>,
    constant: Option<Tensor>,
}

/// Whether an operator can be computed here.
pub(super) fn is_known(node: &NodeProto) -> bool {
    let known = match node.domain.as_str() {
        "" | "ai.onnx" => STANDARD,
        ML => LEARNING,
        _ => &[],
    };
    known.contains(&node.op_type.as_str())
}

impl Step {
    /// Prepares a node.
    pub(super) fn of(
        node: NodeProto,
        inputs: Vec<Option<usize>>,
        outputs: Vec<usize>,
    ) -> Result<Self, Fault> {
        let attributes = Attributes(&node);
        let ensemble = match node.op_type.as_str() {
            "TreeEnsembleClassifier" => Some(Ensemble::of(attributes, true)?),
            "TreeEnsembleRegressor" => Some(Ensemble::of(attributes, false)?),
            _ => None,
        };
        let value = attributes.find("value").and_then(|attribute| attribute.t.as_ref());
        let constant = value.map(Tensor::of).transpose()?;
        Ok(Self { inputs, outputs, ensemble, constant, node })
    }

    /// Computes the node: reads its inputs' slots and fills its outputs'.
    pub(super) fn run(&self, slots: &mut [Option<Tensor>]) -> Result<(), Fault> {
        let made = {
            let inputs: Vec<Option<&Tensor>> =
                self.inputs.iter().map(|slot| slot.and_then(|slot| slots.get(slot)?.as_ref())).collect();
            self.compute(&inputs).map_err(|fault| format!("`{}` met {fault}", self.node.op_type))?
        };
        for (slot, tensor) in self.outputs.iter().zip(made) {
            if let Some(place) = slots.get_mut(*slot) {
                *place = Some(tensor);
            }
        }
        Ok(())
    }

    fn compute(&self, inputs: &[Option<&Tensor>]) -> Result<Vec<Tensor>, Fault> {
        let attributes = Attributes(&self.node);
        let given = |at: usize| inputs.get(at).copied().flatten();
        let input = |at: usize| given(at).ok_or("an input that is not there".to_owned());
        let all = || -> Result<Vec<&Tensor>, Fault> {
            inputs.iter().map(|input| input.ok_or_else(|| "an input that is not there".to_owned())).collect()
        };
        let integers = |at: usize, name: &str| match given(at) {
            Some(tensor) => tensor.integers(),
            None => Ok(attributes.ints(name).to_vec()),
        };
        let unary = |of: fn(f64) -> f64| math::unary(input(0)?, of);
        let binary = |of: fn(f64, f64) -> f64| math::binary(input(0)?, input(1)?, of);
        let compare = |of: fn(f64, f64) -> bool| math::compare(input(0)?, input(1)?, of);
        let reduce = |of: fn(&[f64]) -> f64| math::reduce(inputs, attributes, of);
        let over_all = |of: fn(f64, f64) -> f64| {
            let inputs: Vec<&Tensor> = all()?;
            let (first, rest) = inputs.split_first().ok_or("no input")?;
            rest.iter().try_fold((*first).clone(), |made, next| math::binary(&made, next, of))
        };
        let made = match self.node.op_type.as_str() {
            "Abs" => unary(f64::abs),
            "Ceil" => unary(f64::ceil),
            "Erf" => unary(statrs::function::erf::erf),
            "Exp" => unary(f64::exp),
            "Floor" => unary(f64::floor),
            "Log" => unary(f64::ln),
            "Neg" => unary(|x| -x),
            "Reciprocal" => unary(|x| 1.0 / x),
            "Relu" => unary(|x| if x < 0.0 { 0.0 } else { x }),
            "Sigmoid" => unary(|x| 1.0 / (1.0 + (-x).exp())),
            "Sign" => unary(|x| if x == 0.0 || x.is_nan() { x } else { x.signum() }),
            "Sqrt" => unary(f64::sqrt),
            "Tanh" => unary(f64::tanh),
            "Add" => binary(|a, b| a + b),
            "Sub" => binary(|a, b| a - b),
            "Mul" => binary(|a, b| a * b),
            "Div" => match (&input(0)?.data, &input(1)?.data) {
                (Data::I64(_), Data::I64(_)) => binary(|a, b| (a / b).trunc()),
                _ => binary(|a, b| a / b),
            },
            "Pow" => binary(f64::powf),
            "Max" => over_all(|a, b| if a.is_nan() || a > b { a } else { b }),
            "Min" => over_all(|a, b| if a.is_nan() || a < b { a } else { b }),
            "Sum" => over_all(|a, b| a + b),
            "Equal" => compare(|a, b| a == b),
            "Less" => compare(|a, b| a < b),
            "LessOrEqual" => compare(|a, b| a <= b),
            "Greater" => compare(|a, b| a > b),
            "GreaterOrEqual" => compare(|a, b| a >= b),
            "And" => compare(|a, b| a != 0.0 && b != 0.0),
            "Or" => compare(|a, b| a != 0.0 || b != 0.0),
            "Not" => {
                let truths = input(0)?.truths()?.into_iter().map(|x| !x).collect();
                Tensor::new(input(0)?.shape.clone(), Data::Bool(truths))
            }
            "IsNaN" => {
                let truths = input(0)?.numbers()?.into_iter().map(f64::is_nan).collect();
                Tensor::new(input(0)?.shape.clone(), Data::Bool(truths))
            }
            "Where" => math::choose(input(0)?, input(1)?, input(2)?),
            "Clip" => self.clip(inputs),
            "ReduceSum" => reduce(|line| line.iter().sum()),
            "ReduceSumSquare" => reduce(|line| line.iter().map(|x| x * x).sum()),
            "ReduceMean" => reduce(|line| line.iter().sum::<f64>() / line.len() as f64),
            "ReduceMax" => reduce(|line| line.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
            "ReduceMin" => reduce(|line| line.iter().copied().fold(f64::INFINITY, f64::min)),
            "ReduceLogSumExp" => reduce(math::log_sum_exp),
            "ArgMax" => math::arg_best(input(0)?, attributes, |a, b| a > b),
            "ArgMin" => math::arg_best(input(0)?, attributes, |a, b| a < b),
            "Softmax" => math::softmax(input(0)?),
            "MatMul" => math::product(input(0)?, input(1)?),
            "Gemm" => math::gemm(input(0)?, input(1)?, given(2), attributes),
            "Cast" => shapes::cast(input(0)?, attributes.int("to", 0)),
            "Concat" => shapes::concat(&all()?, attributes.int("axis", 1)),
            "Constant" => self.constant(),
            "ConstantOfShape" => shapes::constant_of_shape(input(0)?, self.constant.clone()),
            "Expand" => {
                let wanted: Vec<usize> = input(1)?
                    .integers()?
                    .into_iter()
                    .map(|size| usize::try_from(size).unwrap_or(0))
                    .collect();
                input(0)?.spread(&super::tensor::common_shape(&input(0)?.shape, &wanted)?)
            }
            "Flatten" => {
                let x = input(0)?;
                let axis = usize::try_from(attributes.int("axis", 1)).unwrap_or(1).min(x.shape.len());
                let rows = x.shape[..axis].iter().product::<usize>() as i64;
                shapes::reshape(x, &[rows, if rows == 0 { 0 } else { -1 }])
            }
            "Gather" => shapes::gather(input(0)?, input(1)?, attributes.int("axis", 0)),
            "Identity" | "ZipMap" => Ok(input(0)?.clone()),
            "Reshape" => shapes::reshape(input(0)?, &integers(1, "shape")?),
            "Shape" => {
                let sizes: Vec<i64> = input(0)?.shape.iter().map(|&size| size as i64).collect();
                Tensor::new(vec![sizes.len()], Data::I64(sizes))
            }
            "Slice" => {
                if given(4)
                    .is_some_and(|steps| steps.integers().is_ok_and(|steps| steps.iter().any(|&s| s != 1)))
                {
                    return Err("steps other than one".to_owned());
                }
                shapes::slice(
                    input(0)?,
                    &integers(1, "starts")?,
                    &integers(2, "ends")?,
                    &integers(3, "axes")?,
                )
            }
            "Split" => {
                return shapes::split(input(0)?, &integers(1, "split")?, self.outputs.len(), attributes);
            }
            "Squeeze" => shapes::squeeze(input(0)?, &integers(1, "axes")?),
            "Unsqueeze" => shapes::unsqueeze(input(0)?, &integers(1, "axes")?),
            "Transpose" => shapes::transpose(input(0)?, attributes.ints("perm")),
            "ArrayFeatureExtractor" => shapes::array_feature_extractor(input(0)?, input(1)?),
            "Binarizer" => ml::binarizer(input(0)?, attributes),
            "FeatureVectorizer" => {
                let parts: Vec<Tensor> =
                    all()?.into_iter().map(|part| shapes::cast(part, 1)).collect::<Result<_, _>>()?;
                shapes::concat(&parts.iter().collect::<Vec<_>>(), 1)
            }
            "Imputer" => ml::imputer(input(0)?, attributes),
            "LabelEncoder" => ml::label_encoder(input(0)?, attributes),
            "Normalizer" => ml::normalizer(input(0)?, attributes),
            "OneHotEncoder" => ml::one_hot_encoder(input(0)?, attributes),
            "Scaler" => ml::scaler(input(0)?, attributes),
            "LinearClassifier" => {
                let (labels, scores) = ml::linear(input(0)?, attributes, attributes.classes().len())?;
                return Ok(vec![ml::labels_of(&labels, attributes)?, scores]);
            }
            _ => match &self.ensemble {
                Some(ensemble) => {
                    let (labels, scores) = ensemble.apply(input(0)?)?;
                    if ensemble.is_classifier() {
                        return Ok(vec![ml::labels_of(&labels, attributes)?, scores]);
                    }
                    Ok(scores)
                }
                None => Err("no way to compute it".to_owned()),
            },
        }?;
        Ok(vec![made])
    }

    fn clip(&self, inputs: &[Option<&Tensor>]) -> Result<Tensor, Fault> {
        let attributes = Attributes(&self.node);
        let x = inputs.first().copied().flatten().ok_or("an input that is not there")?;
        let bound = |at: usize, name: &str, default: f32| match inputs.get(at).copied().flatten() {
            Some(bound) => Ok(bound.numbers()?.first().copied().unwrap_or(f64::from(default))),
            None => Ok::<f64, Fault>(f64::from(attributes.float(name, default))),
        };
        let (low, high) = (bound(1, "min", f32::NEG_INFINITY)?, bound(2, "max", f32::INFINITY)?);
        let clipped = |x: f64| {
            if x < low {
                low
            } else if x > high {
                high
            } else {
                x
            }
        };
        Tensor::numbers_like(&x.data, x.shape.clone(), x.numbers()?.into_iter().map(clipped).collect())
    }

    fn constant(&self) -> Result<Tensor, Fault> {
        let attributes = Attributes(&self.node);
        if let Some(constant) = &self.constant {
            return Ok(constant.clone());
        }
        if let Some(one) = attributes.find("value_float").and_then(|attribute| attribute.f) {
            return Tensor::new(Vec::new(), Data::F32(vec![one]));
        }
        if let Some(one) = attributes.find("value_int").and_then(|attribute| attribute.i) {
            return Tensor::new(Vec::new(), Data::I64(vec![one]));
        }
        let ints = attributes.ints("value_ints").to_vec();
        if !ints.is_empty() {
            return Tensor::new(vec![ints.len()], Data::I64(ints));
        }
        let floats = attributes.floats("value_floats")?;
        Tensor::floats(vec![floats.len()], floats)
    }
}
