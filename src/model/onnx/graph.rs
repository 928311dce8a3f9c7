//! Putting a graph together: nodes in order, constants, names that do not clash.

use super::proto::{
    AttributeProto, Dimension, DimensionValue, GraphProto, ML, NodeProto, TensorProto, TensorShapeProto,
    TensorType, TypeProto, ValueInfoProto, attribute, element,
};

/// A graph under construction. Values are known by name.
#[derive(Debug)]
pub(super) struct GraphWriter {
    proto: GraphProto,
    /// Starts the names of inner values; no input starts with it.
    prefix: String,
    taken: Vec<String>,
    named: usize,
}

impl GraphWriter {
    /// A graph without nodes whose inputs will have these names.
    pub(super) fn new(name: &str, inputs: &[&str]) -> Self {
        let mut prefix = "evenkeel.".to_owned();
        while inputs.iter().any(|input| input.starts_with(&prefix)) {
            prefix.push('.');
        }
        Self {
            proto: GraphProto { name: name.to_owned(), ..GraphProto::default() },
            prefix,
            taken: inputs.iter().map(|&input| input.to_owned()).collect(),
            named: 0,
        }
    }

    /// Declares an input `[n, 1]`.
    pub(super) fn input(&mut self, name: &str, element: i32) {
        self.proto.input.push(tensor_info(name, element, &[None, Some(1)]));
    }

    /// Makes a value an output, under this name or, where an input has it, with `_` behind it.
    pub(super) fn output(&mut self, name: &str, value: &str, element: i32, shape: &[Option<i64>]) {
        let mut name = name.to_owned();
        while self.taken.contains(&name) {
            name.push('_');
        }
        self.proto.node.push(NodeProto {
            input: vec![value.to_owned()],
            output: vec![name.clone()],
            name: format!("{}{name}", self.prefix),
            op_type: "Identity".to_owned(),
            ..NodeProto::default()
        });
        self.proto.output.push(tensor_info(&name, element, shape));
        self.taken.push(name);
    }

    /// Adds a node of the standard domain; gives the name of its output.
    pub(super) fn node(
        &mut self,
        operator: &str,
        inputs: &[&str],
        attributes: Vec<AttributeProto>,
    ) -> String {
        self.push("", operator, inputs, attributes)
    }

    /// Adds a node of the domain `ai.onnx.ml`.
    pub(super) fn ml(&mut self, operator: &str, inputs: &[&str], attributes: Vec<AttributeProto>) -> String {
        self.push(ML, operator, inputs, attributes)
    }

    /// Casts to another type of elements.
    pub(super) fn cast(&mut self, value: &str, element: i32) -> String {
        self.node("Cast", &[value], vec![int("to", i64::from(element))])
    }

    /// Values beside each other; one value stands for itself.
    pub(super) fn beside(&mut self, values: &[String]) -> String {
        match values {
            [value] => value.clone(),
            values => {
                let inputs: Vec<&str> = values.iter().map(String::as_str).collect();
                self.node("Concat", &inputs, vec![int("axis", 1)])
            }
        }
    }

    /// 64-bit numbers as a constant.
    pub(super) fn doubles(&mut self, shape: &[usize], values: Vec<f64>) -> String {
        self.constant(TensorProto { double_data: values, ..tensor(shape, element::DOUBLE) })
    }

    /// One 64-bit number as a constant.
    pub(super) fn double(&mut self, value: f64) -> String {
        self.doubles(&[1], vec![value])
    }

    /// Integers as a constant.
    pub(super) fn integers(&mut self, values: Vec<i64>) -> String {
        self.constant(TensorProto { int64_data: values.clone(), ..tensor(&[values.len()], element::INT64) })
    }

    /// Texts as a constant.
    pub(super) fn texts(&mut self, values: &[String]) -> String {
        let string_data = values.iter().map(|text| text.clone().into_bytes()).collect();
        self.constant(TensorProto { string_data, ..tensor(&[values.len()], element::STRING) })
    }

    /// Columns of a value, in a new order.
    pub(super) fn columns(&mut self, value: &str, places: Vec<i64>) -> String {
        let places = self.integers(places);
        self.node("Gather", &[value, &places], vec![int("axis", 1)])
    }

    /// The graph.
    pub(super) fn finish(self) -> GraphProto {
        self.proto
    }

    fn name(&mut self, of: &str) -> String {
        self.named += 1;
        format!("{}{}{}", self.prefix, of, self.named)
    }

    fn constant(&mut self, mut tensor: TensorProto) -> String {
        let name = self.name("constant");
        tensor.name.clone_from(&name);
        self.proto.initializer.push(tensor);
        name
    }

    fn push(
        &mut self,
        domain: &str,
        operator: &str,
        inputs: &[&str],
        attribute: Vec<AttributeProto>,
    ) -> String {
        let name = self.name(operator);
        self.proto.node.push(NodeProto {
            input: inputs.iter().map(|&input| input.to_owned()).collect(),
            output: vec![name.clone()],
            name: name.clone(),
            op_type: operator.to_owned(),
            attribute,
            domain: domain.to_owned(),
        });
        name
    }
}

/// An attribute that is one integer.
pub(super) fn int(name: &str, value: i64) -> AttributeProto {
    AttributeProto { i: Some(value), ..named(name, attribute::INT) }
}

/// An attribute that is a text.
pub(super) fn text(name: &str, value: &str) -> AttributeProto {
    AttributeProto { s: Some(value.as_bytes().to_vec()), ..named(name, attribute::STRING) }
}

/// An attribute that is a list of integers.
pub(super) fn ints(name: &str, ints: Vec<i64>) -> AttributeProto {
    AttributeProto { ints, ..named(name, attribute::INTS) }
}

/// An attribute that is a list of numbers.
pub(super) fn floats(name: &str, floats: Vec<f32>) -> AttributeProto {
    AttributeProto { floats, ..named(name, attribute::FLOATS) }
}

/// An attribute that is a list of texts.
pub(super) fn strings(name: &str, texts: &[&str]) -> AttributeProto {
    let strings = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    AttributeProto { strings, ..named(name, attribute::STRINGS) }
}

fn named(name: &str, r#type: i32) -> AttributeProto {
    AttributeProto { name: name.to_owned(), r#type, ..AttributeProto::default() }
}

fn tensor(shape: &[usize], data_type: i32) -> TensorProto {
    let dims = shape.iter().map(|&size| size as i64).collect();
    TensorProto { dims, data_type, ..TensorProto::default() }
}

fn tensor_info(name: &str, elem_type: i32, shape: &[Option<i64>]) -> ValueInfoProto {
    let value = |size: &Option<i64>| match size {
        Some(size) => DimensionValue::Size(*size),
        None => DimensionValue::Name("n".to_owned()),
    };
    let dim = shape.iter().map(|size| Dimension { value: Some(value(size)) }).collect();
    let tensor_type = Some(TensorType { elem_type, shape: Some(TensorShapeProto { dim }) });
    ValueInfoProto { name: name.to_owned(), r#type: Some(TypeProto { tensor_type }) }
}
