//! The published schema is the committed one, and what is written fits it.

use crate::generated;
use proptest::prelude::*;
use std::path::Path;
use tellings_record::{Format, View, json_schema, render};

const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/tellings-1.json");

/// The schema is a promise. `TELLINGS_WRITE_SCHEMA=1` writes the file anew after fields were added.
#[test]
fn the_published_schema_is_unchanged() {
    let schema = json_schema();
    if std::env::var_os("TELLINGS_WRITE_SCHEMA").is_some() {
        std::fs::create_dir_all(Path::new(PUBLISHED).parent().unwrap()).unwrap();
        std::fs::write(PUBLISHED, &schema).unwrap();
    }
    let published = std::fs::read_to_string(PUBLISHED).unwrap();
    assert!(published == schema, "run with TELLINGS_WRITE_SCHEMA=1 and read the difference");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is written as JSON fits the published schema.
    #[test]
    fn whatever_is_written_fits_the_schema((telling, notes) in generated::telling()) {
        let schema = serde_json::from_str(&json_schema()).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        for format in [Format::Json, Format::Jsonl] {
            let mut out = Vec::new();
            render(&telling, &notes, format, &View::default(), &mut out).unwrap();
            for value in serde_json::Deserializer::from_slice(&out).into_iter() {
                let value: serde_json::Value = value.unwrap();
                let errors: Vec<String> =
                    validator.iter_errors(&value).map(|error| error.to_string()).collect();
                prop_assert!(errors.is_empty(), "{errors:?}");
            }
        }
    }
}

#[test]
fn a_record_without_its_citations_does_not_fit() {
    let schema = serde_json::from_str(&json_schema()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let bare = serde_json::json!({"format": "tellings/1", "articles": [], "stories": [
        {"id": "s", "title": "", "timeline": [{"when": "2025", "text": "", "origins": 1}]}
    ]});
    assert!(!validator.is_valid(&bare));
}
