//! Scored rows as CSV: the columns of the input, then the prediction; and the same for the log.

use crate::data::RowBlock;
use crate::model::{Predictions, Schema};

/// Digits of a probability: enough to read back the same double.
fn probability(value: f64) -> String {
    format!("{value:?}")
}

/// Writes the rows of a file with what a model says of them: comma-separated, UTF-8, the cells'
/// texts as they stand in the file, then `prediction` and `probability_<class>`.
pub struct ScoredWriter {
    writer: csv::Writer<Vec<u8>>,
    classes: Vec<String>,
    rows_of_label: Vec<u64>,
    rows: u64,
}

impl ScoredWriter {
    /// A file with its header. A column that the input has already under such a name keeps it, and
    /// ours is numbered, as in `prediction.1`.
    pub fn new(input: &[String], classes: &[String]) -> Self {
        let ours = std::iter::once("prediction".to_owned())
            .chain(classes.iter().map(|class| format!("probability_{class}")));
        let ours: Vec<String> = ours.map(|name| free_name(name, input)).collect();
        let mut scored = Self {
            writer: csv::Writer::from_writer(Vec::new()),
            classes: classes.to_vec(),
            rows_of_label: vec![0; classes.len()],
            rows: 0,
        };
        scored.write(input.iter().chain(&ours).map(String::as_str));
        scored
    }

    /// Adds the rows of a block.
    pub fn push(&mut self, block: &RowBlock, predictions: &Predictions) {
        let mut row = 0;
        block.records(|cells| {
            self.push_row(cells, predictions, row);
            row += 1;
        });
    }

    fn push_row(&mut self, cells: &[String], predictions: &Predictions, row: usize) {
        let Some(&label) = predictions.labels.get(row) else { return };
        let numbers: Vec<String> = predictions.row(row).iter().map(|&value| probability(value)).collect();
        let name = self.classes.get(label as usize).cloned().unwrap_or_default();
        if let Some(rows) = self.rows_of_label.get_mut(label as usize) {
            *rows += 1;
        }
        self.rows += 1;
        let ours = std::iter::once(name.as_str()).chain(numbers.iter().map(String::as_str));
        self.write(cells.iter().map(String::as_str).chain(ours));
    }

    /// The bytes written since the last call.
    pub fn take(&mut self) -> Vec<u8> {
        let fresh = csv::Writer::from_writer(Vec::new());
        std::mem::replace(&mut self.writer, fresh).into_inner().unwrap_or_default()
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Rows of each predicted class, in order of the classes.
    pub fn labels(&self) -> Vec<(String, u64)> {
        self.classes.iter().cloned().zip(self.rows_of_label.iter().copied()).collect()
    }

    fn write<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        // Records go to memory, and their length is that of the header.
        let _ = self.writer.write_record(cells);
    }
}

fn free_name(name: String, taken: &[String]) -> String {
    if !taken.contains(&name) {
        return name;
    }
    let numbered = (1..).map(|number| format!("{name}.{number}"));
    numbered.into_iter().find(|name| !taken.contains(name)).unwrap_or(name)
}

/// The prediction log: one record a prediction.
pub struct LogWriter {
    writer: csv::Writer<Vec<u8>>,
    inputs: Vec<String>,
    classes: Vec<String>,
    time: String,
    version: String,
    rows: u64,
}

impl LogWriter {
    /// A log of predictions made at `time` by the model `version`.
    pub fn new(schema: &Schema, time: &str, version: &str) -> Self {
        Self {
            writer: csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new()),
            inputs: schema.features.iter().map(|feature| feature.name.clone()).collect(),
            classes: schema.classes.clone(),
            time: time.to_owned(),
            version: version.to_owned(),
            rows: 0,
        }
    }

    /// Adds the rows of a block whose file has these columns.
    pub fn push(&mut self, names: &[String], block: &RowBlock, predictions: &Predictions) {
        let places: Vec<Option<usize>> =
            self.inputs.iter().map(|input| names.iter().position(|name| name == input)).collect();
        let mut row = 0;
        block.records(|cells| {
            let inputs: Vec<&str> = places
                .iter()
                .map(|place| place.and_then(|at| cells.get(at)).map_or("", String::as_str))
                .collect();
            self.push_row(&inputs, predictions, row);
            row += 1;
        });
    }

    /// Adds one row; `inputs` in order of the schema.
    pub fn push_row(&mut self, inputs: &[&str], predictions: &Predictions, row: usize) {
        let Some(&label) = predictions.labels.get(row) else { return };
        let numbers: Vec<String> = predictions.row(row).iter().map(|&value| probability(value)).collect();
        let label = self.classes.get(label as usize).map_or("", String::as_str);
        let cells = [self.time.as_str(), self.version.as_str()]
            .into_iter()
            .chain(inputs.iter().copied())
            .chain([label])
            .chain(numbers.iter().map(String::as_str));
        let _ = self.writer.write_record(cells);
        self.rows += 1;
    }

    /// The records, without header, and how many.
    pub fn finish(self) -> LogRecords {
        LogRecords { body: self.writer.into_inner().unwrap_or_default(), rows: self.rows }
    }
}

/// Records of the prediction log.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogRecords {
    /// CSV records.
    pub body: Vec<u8>,
    /// How many.
    pub rows: u64,
}

/// The header of the prediction log of a model, with its line end.
pub fn log_header(schema: &Schema) -> String {
    let inputs: Vec<String> = schema.features.iter().map(|feature| feature.name.clone()).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let probabilities: Vec<String> =
        schema.classes.iter().map(|class| format!("probability_{class}")).collect();
    let free = |name: &str| free_name(name.to_owned(), &inputs);
    let mut names = vec![free("timestamp"), free("model_version")];
    names.extend(inputs.iter().cloned());
    names.push(free("prediction"));
    names.extend(probabilities.into_iter().map(|name| free_name(name, &inputs)));
    let _ = writer.write_record(&names);
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowStream};
    use crate::model::{Feature, Input, NumericInput};

    #[test]
    fn scored_rows_keep_their_cells_and_names_do_not_collide() {
        let mut stream = RowStream::new("t.csv", &ReadOptions::default());
        stream.push(b"a;prediction\n1,50;\"x, y\"\n2;\n").unwrap();
        stream.end().unwrap();
        let names = stream.names().unwrap().to_vec();
        let block = stream.next_block().unwrap();
        let predictions = Predictions::of(2, vec![0.25, 0.75, 0.9, 0.1], 0.5);
        let mut scored = ScoredWriter::new(&names, &["no".to_owned(), "yes".to_owned()]);
        scored.push(&block, &predictions);
        let text = String::from_utf8(scored.take()).unwrap();
        assert_eq!(
            text,
            "a,prediction,prediction.1,probability_no,probability_yes\n\
             \"1,50\",\"x, y\",yes,0.25,0.75\n2,,no,0.9,0.1\n"
        );
        assert_eq!((scored.rows(), scored.labels()[1].1), (2, 1));

        let feature = Feature { name: "a".to_owned(), input: Input::Numeric(NumericInput::default()) };
        let schema = Schema {
            target: "t".to_owned(),
            classes: vec!["no".to_owned(), "yes".to_owned()],
            features: vec![feature],
        };
        let mut log = LogWriter::new(&schema, "2026-01-02T03:04:05Z", "forest 1");
        log.push(&names, &block, &predictions);
        let records = log.finish();
        assert_eq!(
            log_header(&schema),
            "timestamp,model_version,a,prediction,probability_no,probability_yes\n"
        );
        assert_eq!(
            String::from_utf8(records.body).unwrap(),
            "2026-01-02T03:04:05Z,forest 1,\"1,50\",yes,0.25,0.75\n2026-01-02T03:04:05Z,forest 1,2,no,0.9,0.1\n"
        );
    }
}
