//! What is kept, and how it is written as fields of a record.

use super::StoreError;

/// A value of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// The named values of one record, its key `id` among them once the database gave one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fields(pub Vec<(String, Field)>);

/// Something that is kept.
pub trait Record: Sized {
    /// The object store that it lies in.
    const STORE: &'static str;
    /// The fields that are read; a field that is not among them is not copied out of the database.
    const FIELDS: &'static [&'static str];

    /// As fields.
    fn encode(&self) -> Fields;

    /// From fields.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] where a field is missing or of another type.
    fn decode(fields: Fields) -> Result<Self, StoreError>;
}

/// Predictions that were made at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PredictionBatch {
    /// Key; `None` before the database gave one.
    pub id: Option<f64>,
    /// When, as ISO 8601.
    pub time: String,
    /// Name of the model.
    pub model: String,
    /// Header of the CSV, with its line end.
    pub header: String,
    /// Rows.
    pub rows: u64,
    /// Records of the CSV, each with its line end.
    pub body: Vec<u8>,
}

/// A batch without its rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LoggedBatch {
    /// Key.
    pub id: f64,
    /// When, as ISO 8601.
    pub time: String,
    /// Name of the model.
    pub model: String,
    /// Header of the CSV, with its line end.
    pub header: String,
    /// Rows.
    pub rows: u64,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StoredModel {
    /// Key; `None` before the database gave one.
    pub id: Option<f64>,
    /// Its name on the page.
    pub name: String,
    /// Build of the page that wrote `card`.
    pub build: String,
    /// What the page shows of it, as `build` encodes that.
    pub card: Vec<u8>,
    /// Its file, JSON or ONNX.
    pub file: Vec<u8>,
}

impl Record for PredictionBatch {
    const STORE: &'static str = "predictions";
    const FIELDS: &'static [&'static str] = &["id", "time", "model", "header", "rows", "body"];

    fn encode(&self) -> Fields {
        Fields::default()
            .with_key(self.id)
            .with("time", Field::Text(self.time.clone()))
            .with("model", Field::Text(self.model.clone()))
            .with("header", Field::Text(self.header.clone()))
            .with("rows", Field::Number(self.rows as f64))
            .with("body", Field::Bytes(self.body.clone()))
    }

    fn decode(mut fields: Fields) -> Result<Self, StoreError> {
        Ok(Self {
            id: fields.key(),
            time: fields.text(Self::STORE, "time")?,
            model: fields.text(Self::STORE, "model")?,
            header: fields.text(Self::STORE, "header")?,
            rows: fields.count(Self::STORE, "rows")?,
            body: fields.bytes(Self::STORE, "body")?,
        })
    }
}

impl Record for LoggedBatch {
    const STORE: &'static str = PredictionBatch::STORE;
    const FIELDS: &'static [&'static str] = &["id", "time", "model", "header", "rows"];

    fn encode(&self) -> Fields {
        Fields::default()
            .with_key(Some(self.id))
            .with("time", Field::Text(self.time.clone()))
            .with("model", Field::Text(self.model.clone()))
            .with("header", Field::Text(self.header.clone()))
            .with("rows", Field::Number(self.rows as f64))
    }

    fn decode(mut fields: Fields) -> Result<Self, StoreError> {
        Ok(Self {
            id: fields.key().ok_or_else(|| unreadable(Self::STORE, "id"))?,
            time: fields.text(Self::STORE, "time")?,
            model: fields.text(Self::STORE, "model")?,
            header: fields.text(Self::STORE, "header")?,
            rows: fields.count(Self::STORE, "rows")?,
        })
    }
}

impl Record for StoredModel {
    const STORE: &'static str = "models";
    const FIELDS: &'static [&'static str] = &["id", "name", "build", "card", "file"];

    fn encode(&self) -> Fields {
        Fields::default()
            .with_key(self.id)
            .with("name", Field::Text(self.name.clone()))
            .with("build", Field::Text(self.build.clone()))
            .with("card", Field::Bytes(self.card.clone()))
            .with("file", Field::Bytes(self.file.clone()))
    }

    fn decode(mut fields: Fields) -> Result<Self, StoreError> {
        Ok(Self {
            id: fields.key(),
            name: fields.text(Self::STORE, "name")?,
            build: fields.text(Self::STORE, "build")?,
            card: fields.bytes(Self::STORE, "card")?,
            file: fields.bytes(Self::STORE, "file")?,
        })
    }
}

impl Fields {
    pub(super) fn with(mut self, name: &str, field: Field) -> Self {
        self.0.push((name.to_owned(), field));
        self
    }

    pub(super) fn with_key(self, id: Option<f64>) -> Self {
        match id {
            Some(id) => self.with("id", Field::Number(id)),
            None => self,
        }
    }

    fn take(&mut self, name: &str) -> Option<Field> {
        let at = self.0.iter().position(|(field, _)| field == name)?;
        Some(self.0.swap_remove(at).1)
    }

    fn key(&mut self) -> Option<f64> {
        match self.take("id") {
            Some(Field::Number(id)) => Some(id),
            _ => None,
        }
    }

    pub(super) fn text(&mut self, store: &str, name: &str) -> Result<String, StoreError> {
        match self.take(name) {
            Some(Field::Text(text)) => Ok(text),
            _ => Err(unreadable(store, name)),
        }
    }

    fn count(&mut self, store: &str, name: &str) -> Result<u64, StoreError> {
        match self.take(name) {
            Some(Field::Number(count)) if count >= 0.0 && count.fract() == 0.0 => Ok(count as u64),
            _ => Err(unreadable(store, name)),
        }
    }

    fn bytes(&mut self, store: &str, name: &str) -> Result<Vec<u8>, StoreError> {
        match self.take(name) {
            Some(Field::Bytes(bytes)) => Ok(bytes),
            _ => Err(unreadable(store, name)),
        }
    }
}

pub(super) fn unreadable(store: &str, field: &str) -> StoreError {
    StoreError::Unreadable { store: store.to_owned(), field: field.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_names_every_field_that_is_read() {
        let names = |fields: Fields| fields.0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let batch = PredictionBatch { id: Some(3.0), ..PredictionBatch::default() };
        assert_eq!(names(batch.encode()), PredictionBatch::FIELDS);
        let model = StoredModel { id: Some(3.0), ..StoredModel::default() };
        assert_eq!(names(model.encode()), StoredModel::FIELDS);
        assert_eq!(names(LoggedBatch::default().encode()), LoggedBatch::FIELDS);
    }

    #[test]
    fn a_new_record_has_no_key() {
        assert_eq!(PredictionBatch::default().encode().key(), None);
    }

    #[test]
    fn a_field_that_is_missing_or_of_another_type_is_named() {
        let told = |fields: Fields| StoredModel::decode(fields).unwrap_err();
        let named = |field: &str| unreadable("models", field);
        assert_eq!(told(Fields::default()), named("name"));
        let mut fields = StoredModel::default().encode();
        fields.0.retain(|(name, _)| name != "file");
        assert_eq!(told(fields.clone()), named("file"));
        assert_eq!(told(fields.with("file", Field::Text("x".to_owned()))), named("file"));
        let mut half = PredictionBatch::default().encode();
        half.0.retain(|(name, _)| name != "rows");
        assert!(PredictionBatch::decode(half.with("rows", Field::Number(1.5))).is_err());
    }

    proptest! {
        #[test]
        fn a_batch_comes_back_as_it_was(
            id in proptest::option::of(1_u32..),
            texts in proptest::array::uniform3(".{0,20}"),
            rows in 0_u64..1 << 50,
            body in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            let [time, model, header] = texts;
            let batch = PredictionBatch { id: id.map(f64::from), time, model, header, rows, body };
            prop_assert_eq!(PredictionBatch::decode(batch.encode()).unwrap(), batch);
        }
    }
}
