//! A classifier from an ONNX file.

use std::collections::BTreeMap;

use prost::Message;

use super::evaluate::{Step, is_known};
use super::node::Attributes;
use super::proto::{DimensionValue, GraphProto, ModelProto, NodeProto, ValueInfoProto, element};
use super::tensor::{Data, Fault, Tensor};
use crate::data::{CellColumn, CellPlace, RowView, number_name};
use crate::model::{CategoricalInput, Feature, Input, ModelError, NumericInput, Predictions, Schema, Scorer};

/// Rows that are computed at once: bounds the memory of what lies between input and output.
const BATCH: usize = 4096;

/// A classifier that was read from an ONNX file.
#[derive(Debug, Clone)]
pub struct OnnxModel {
    name: String,
    producer: String,
    operators: Vec<String>,
    schema: Schema,
    inputs: Vec<GraphInput>,
    steps: Vec<Step>,
    /// Constants in their slots; the others are empty.
    slots: Vec<Option<Tensor>>,
    label: Option<usize>,
    probabilities: usize,
}

/// An input of the graph: some features beside each other.
#[derive(Debug, Clone)]
struct GraphInput {
    slot: usize,
    element: i32,
    /// First feature, in the schema.
    first: usize,
    width: usize,
    /// Whether it is a vector `[n]`.
    flat: bool,
    /// Whether its columns have no names of their own.
    unnamed: bool,
}

impl OnnxModel {
    /// Reads the file `name`.
    ///
    /// # Errors
    ///
    /// [`ModelError::UnknownOperator`] names what cannot be computed here;
    /// [`ModelError::Unreadable`] says what is wrong with the file.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ModelError> {
        let unreadable = |reason: String| ModelError::Unreadable { file: name.to_owned(), reason };
        let model =
            ModelProto::decode(bytes).map_err(|_| unreadable("it is damaged, or not ONNX".to_owned()))?;
        let no_graph = || unreadable("it holds no graph: it is damaged, or not ONNX".to_owned());
        let graph = model.graph.clone().ok_or_else(no_graph)?;
        if let Some(node) = graph.node.iter().find(|node| !is_known(node)) {
            let domain = if node.domain.is_empty() { "ai.onnx" } else { &node.domain };
            return Err(ModelError::UnknownOperator {
                operator: node.op_type.clone(),
                domain: domain.to_owned(),
                hint: "export a pipeline of scaler, imputer, encoder and one of logistic regression, naive Bayes, \
                       tree, forest or boosting, or add its predictions to the data as columns"
                    .to_owned(),
            });
        }
        Self::of(name, &model, graph).map_err(unreadable)
    }

    /// The same model with names for the columns of an input that holds several.
    #[must_use]
    pub fn with_columns(mut self, names: Vec<String>) -> Self {
        let mut names = names.into_iter();
        for input in self.inputs.iter().filter(|input| input.unnamed) {
            for feature in self.schema.features.iter_mut().skip(input.first).take(input.width) {
                let Some(name) = names.next() else { return self };
                feature.name = name;
            }
        }
        self
    }

    /// How many columns wait for names; `None` where every input is named as its column. Without
    /// [`OnnxModel::with_columns`] they are named `f0`, `f1` and so on.
    pub fn needs_columns(&self) -> Option<usize> {
        let unnamed: usize = self.inputs.iter().filter(|input| input.unnamed).map(|input| input.width).sum();
        (unnamed > 0).then_some(unnamed)
    }

    /// Who wrote the file, as it says.
    pub fn producer(&self) -> &str {
        &self.producer
    }

    /// Its operators, each once, in order of first use.
    pub fn operators(&self) -> &[String] {
        &self.operators
    }

    fn of(name: &str, model: &ModelProto, graph: GraphProto) -> Result<Self, Fault> {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut slots = Vec::new();
        for constant in &graph.initializer {
            places.insert(constant.name.clone(), slots.len());
            slots.push(Some(Tensor::of(constant)?));
        }
        let mut features = Vec::new();
        let mut inputs = Vec::new();
        for info in &graph.input {
            if places.contains_key(&info.name) {
                continue;
            }
            inputs.push(graph_input(info, slots.len(), &graph.node, &mut features)?);
            places.insert(info.name.clone(), slots.len());
            slots.push(None);
        }
        let outputs = graph.output.clone();
        let classes = classes_of(model, &graph, &slots, &places)?;
        let zip =
            graph.node.iter().filter(|node| node.op_type == "ZipMap").flat_map(|node| node.output.clone());
        let zipped: Vec<String> = zip.collect();
        let mut operators: Vec<String> = Vec::new();
        let mut steps = Vec::with_capacity(graph.node.len());
        for node in graph.node {
            if !operators.contains(&node.op_type) {
                operators.push(node.op_type.clone());
            }
            let slot = |input: &String| match input.as_str() {
                "" => Ok(None),
                input => {
                    places.get(input).copied().map(Some).ok_or_else(|| format!("nothing gives `{input}`"))
                }
            };
            let from = node.input.iter().map(slot).collect::<Result<Vec<_>, _>>()?;
            let mut to = Vec::with_capacity(node.output.len());
            for output in &node.output {
                places.insert(output.clone(), slots.len());
                to.push(slots.len());
                slots.push(None);
            }
            steps.push(Step::of(node, from, to)?);
        }
        let element_of = |info: &ValueInfoProto| tensor_type(info).map(|tensor| tensor.elem_type);
        let is_float =
            |info: &&ValueInfoProto| matches!(element_of(info), Some(element::FLOAT | element::DOUBLE));
        let place = |info: &ValueInfoProto| places.get(&info.name).copied();
        let probabilities = outputs
            .iter()
            .find(|info| zipped.contains(&info.name))
            .or_else(|| outputs.iter().find(|info| info.name.starts_with("probabilit") && is_float(info)))
            .or_else(|| outputs.iter().find(is_float));
        let none = || "none of its outputs are probabilities: export the classifier with them".to_owned();
        let label = outputs.iter().find(|info| {
            matches!(
                element_of(info),
                Some(element::STRING | element::INT64 | element::INT32 | element::BOOL)
            )
        });
        let schema = Schema { target: target_of(model), classes, features };
        Ok(Self {
            name: name.to_owned(),
            producer: [model.producer_name.as_str(), model.producer_version.as_str()]
                .join(" ")
                .trim()
                .to_owned(),
            operators,
            schema,
            inputs,
            steps,
            slots,
            label: label.and_then(place),
            probabilities: probabilities.and_then(place).ok_or_else(none)?,
        })
    }

    fn feed(
        &self,
        input: &GraphInput,
        view: &RowView<'_>,
        from: usize,
        to: usize,
        file: &str,
    ) -> Result<Tensor, ModelError> {
        let features = self.schema.features.get(input.first..input.first + input.width).unwrap_or_default();
        let columns: Vec<&CellColumn> = features
            .iter()
            .map(|feature| {
                view.column(&feature.name).ok_or_else(|| ModelError::MissingInput {
                    file: file.to_owned(),
                    column: feature.name.clone(),
                })
            })
            .collect::<Result<_, _>>()?;
        let shape = if input.flat { vec![to - from] } else { vec![to - from, input.width] };
        let cells = (from..to).flat_map(|row| columns.iter().map(move |column| (row, *column)));
        let data = if input.element == element::STRING {
            Data::Text(cells.map(|(row, column)| text_of(column, row)).collect())
        } else {
            let numbers = cells.map(|(row, column)| number_of(column, row)).collect::<Result<Vec<_>, _>>()?;
            match input.element {
                element::DOUBLE => Data::F64(numbers),
                element::FLOAT => Data::F32(numbers.into_iter().map(|x| x as f32).collect()),
                _ if numbers.iter().any(|x| x.is_nan()) => {
                    let names: Vec<&str> = features.iter().map(|feature| feature.name.as_str()).collect();
                    return Err(ModelError::Mismatch(format!(
                        "`{}` takes whole numbers in `{}`, where `{file}` has missing cells: fill them",
                        self.name,
                        names.join("`, `"),
                    )));
                }
                element::BOOL => Data::Bool(numbers.into_iter().map(|x| x != 0.0).collect()),
                _ => Data::I64(numbers.into_iter().map(|x| x as i64).collect()),
            }
        };
        Tensor::new(shape, data).map_err(|fault| self.fault(&fault))
    }

    fn fault(&self, fault: &str) -> ModelError {
        ModelError::Unreadable { file: self.name.clone(), reason: fault.to_owned() }
    }

    /// Adds what the outputs say of `rows` rows.
    fn take(&self, slots: &[Option<Tensor>], rows: usize, into: &mut Predictions) -> Result<(), Fault> {
        let value = |slot: usize| slots.get(slot).and_then(Option::as_ref).ok_or("an output stays empty");
        let mut probabilities = value(self.probabilities)?.numbers()?;
        let classes = self.schema.classes.len();
        if classes == 2 && probabilities.len() == rows {
            probabilities = probabilities.into_iter().flat_map(|p| [1.0 - p, p]).collect();
        }
        if probabilities.len() != rows * classes {
            return Err(format!(
                "{} probabilities of {rows} rows and {classes} classes",
                probabilities.len()
            ));
        }
        let labels = match self.label {
            None => Predictions::of(classes, probabilities.clone(), 0.5).labels,
            Some(slot) => {
                let label = value(slot)?;
                let names: Vec<String> = match &label.data {
                    Data::Text(names) => names.clone(),
                    _ => label.numbers()?.into_iter().map(number_name).collect(),
                };
                let place = |name: &String| self.schema.classes.iter().position(|class| class == name);
                let unknown = |name: &String| format!("the label `{name}`, which is no class of its");
                let places =
                    names.iter().map(|name| place(name).map(|at| at as u32).ok_or_else(|| unknown(name)));
                places.collect::<Result<Vec<_>, _>>()?
            }
        };
        if labels.len() != rows {
            return Err(format!("{} labels of {rows} rows", labels.len()));
        }
        into.probabilities.extend(probabilities);
        into.labels.extend(labels);
        Ok(())
    }
}

impl Scorer for OnnxModel {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn score(&self, rows: &RowView<'_>, file: &str) -> Result<Predictions, ModelError> {
        let mut said = Predictions { classes: self.schema.classes.len(), ..Predictions::default() };
        for from in (0..rows.rows).step_by(BATCH) {
            let to = rows.rows.min(from + BATCH);
            let mut slots = self.slots.clone();
            for input in &self.inputs {
                let tensor = self.feed(input, rows, from, to, file)?;
                if let Some(slot) = slots.get_mut(input.slot) {
                    *slot = Some(tensor);
                }
            }
            for step in &self.steps {
                step.run(&mut slots).map_err(|fault| self.fault(&fault))?;
            }
            self.take(&slots, to - from, &mut said).map_err(|fault| self.fault(&fault))?;
        }
        Ok(said)
    }
}

fn text_of(column: &CellColumn, row: usize) -> String {
    match column.place(row) {
        CellPlace::Missing => String::new(),
        CellPlace::Number(value) => number_name(value),
        CellPlace::Text(place) => column.dictionary().get(place).cloned().unwrap_or_default(),
    }
}

fn number_of(column: &CellColumn, row: usize) -> Result<f64, ModelError> {
    match column.place(row) {
        CellPlace::Missing => Ok(f64::NAN),
        CellPlace::Number(value) => Ok(value),
        CellPlace::Text(place) => match column.dictionary().get(place).map(String::as_str) {
            None | Some("?") => Ok(f64::NAN),
            Some(text) => Err(ModelError::NotANumber {
                column: column.name.clone(),
                text: text.to_owned(),
                row: row as u64 + 1,
            }),
        },
    }
}

fn tensor_type(info: &ValueInfoProto) -> Option<&super::proto::TensorType> {
    info.r#type.as_ref()?.tensor_type.as_ref()
}

/// Declares an input, and adds its features.
fn graph_input(
    info: &ValueInfoProto,
    slot: usize,
    nodes: &[NodeProto],
    features: &mut Vec<Feature>,
) -> Result<GraphInput, Fault> {
    const MOST_COLUMNS: i64 = 100_000;
    let tensor = tensor_type(info).ok_or_else(|| format!("its input `{}` is no tensor", info.name))?;
    let known =
        [element::FLOAT, element::DOUBLE, element::INT32, element::INT64, element::BOOL, element::STRING];
    if !known.contains(&tensor.elem_type) {
        return Err(format!("its input `{}` is of the element type {}", info.name, tensor.elem_type));
    }
    let dims = tensor.shape.as_ref().map(|shape| shape.dim.as_slice()).unwrap_or_default();
    let width = match dims {
        [_] => 1,
        [_, columns] => match columns.value {
            Some(DimensionValue::Size(size @ 1..=MOST_COLUMNS)) => size as usize,
            _ => return Err(format!("its input `{}` does not say how many columns it has", info.name)),
        },
        _ => return Err(format!("its input `{}` is not a table of rows and columns", info.name)),
    };
    let unnamed = width > 1;
    let first = features.len();
    for at in 0..width {
        let name = if unnamed { format!("f{}", first + at) } else { info.name.clone() };
        let input = match tensor.elem_type {
            element::STRING => Input::Categorical(levels_of(&info.name, nodes)),
            _ => Input::Numeric(NumericInput::default()),
        };
        features.push(Feature { name, input });
    }
    Ok(GraphInput { slot, element: tensor.elem_type, first, width, flat: dims.len() == 1, unnamed })
}

/// Texts that the first encoder behind an input knows; none where that is not told.
fn levels_of(input: &str, nodes: &[NodeProto]) -> CategoricalInput {
    let user = nodes.iter().find(|node| node.input.iter().any(|other| other == input));
    let mut levels = user.map_or_else(Vec::new, |node| {
        let attributes = Attributes(node);
        [attributes.texts("keys_strings"), attributes.texts("cats_strings")].concat()
    });
    levels.retain(|level| !level.is_empty());
    levels.sort();
    levels.dedup();
    CategoricalInput { levels, ..CategoricalInput::default() }
}

fn remark(model: &ModelProto, key: &str) -> Option<String> {
    model.metadata_props.iter().find(|entry| entry.key == key).map(|entry| entry.value.clone())
}

fn target_of(model: &ModelProto) -> String {
    remark(model, "target").unwrap_or_default()
}

/// The classes: as a remark or `ZipMap` tells them, else the classifier's attributes, else the
/// constant that labels are taken from.
fn classes_of(
    model: &ModelProto,
    graph: &GraphProto,
    slots: &[Option<Tensor>],
    places: &BTreeMap<String, usize>,
) -> Result<Vec<String>, Fault> {
    let remark = remark(model, "classes").and_then(|text| serde_json::from_str::<Vec<String>>(&text).ok());
    let named = |zip: bool| {
        let nodes = graph.node.iter().rev().filter(move |node| (node.op_type == "ZipMap") == zip);
        nodes.map(|node| Attributes(node).classes()).find(|classes| !classes.is_empty())
    };
    let constant = || {
        let extractors = graph.node.iter().rev();
        let extractors =
            extractors.filter(|node| matches!(node.op_type.as_str(), "ArrayFeatureExtractor" | "Gather"));
        let tensors = extractors.filter_map(|node| slots.get(*places.get(node.input.first()?)?)?.as_ref());
        tensors
            .filter_map(|tensor| match &tensor.data {
                Data::Text(names) => Some(names.clone()),
                Data::I64(numbers) => Some(numbers.iter().map(i64::to_string).collect()),
                _ => None,
            })
            .find(|classes: &Vec<String>| classes.len() > 1)
    };
    let classes = remark.or_else(|| named(true)).or_else(|| named(false)).or_else(constant);
    let classes = classes.filter(|classes| classes.len() > 1);
    classes.ok_or_else(|| "it does not tell its classes: is it a classifier?".to_owned())
}
