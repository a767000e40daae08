//! A record read back and written again is the same record.

use crate::generated;
use proptest::prelude::*;
use tellings_record::{Format, Record, StoryLine, View, render};

fn written(
    telling: &tellings_model::Telling,
    notes: &[tellings_model::Note],
    format: Format,
) -> String {
    let mut out = Vec::new();
    render(telling, notes, format, &View::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The words between two code points of a text.
fn slice(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// JSON → story → JSON is the identity, for a whole run and for each line.
    #[test]
    fn json_to_story_to_json_is_the_identity((telling, notes) in generated::telling()) {
        let json = written(&telling, &notes, Format::Json);
        let (again, notes) = Record::from_json(json.as_bytes()).unwrap().telling().unwrap();
        prop_assert_eq!(&written(&again, &notes, Format::Json), &json);

        for line in written(&telling, &[], Format::Jsonl).lines() {
            let row: StoryLine = serde_json::from_str(line).unwrap();
            let again = serde_json::to_string(&StoryLine::new(&row.told().unwrap())).unwrap();
            prop_assert_eq!(&again, line);
        }
    }

    /// A lean story with its texts put back is the story.
    #[test]
    fn a_lean_story_loses_nothing((telling, _) in generated::telling()) {
        for story in &telling.stories {
            let line = StoryLine::new(story);
            let texts: Vec<String> = line.articles.iter().map(|a| a.text.clone()).collect();
            let lean = serde_json::to_string(&line.clone().lean()).unwrap();
            let lean: StoryLine = serde_json::from_str(&lean).unwrap();
            prop_assert_eq!(StoryLine::new(&lean.filled(texts).unwrap()), line);
        }
    }

    /// Every citation's `exact` equals the text at its offsets, counted in code points.
    #[test]
    fn every_citation_repeats_the_words_at_its_offsets((telling, _) in generated::telling()) {
        for story in &telling.stories {
            let line = StoryLine::new(story);
            let readings = line.story.apparatus.iter().flat_map(|entry| &entry.readings);
            let moments = line.story.timeline.iter().flat_map(|moment| &moment.citations);
            for citation in readings.flat_map(|reading| &reading.citations).chain(moments) {
                let idx = line.story.witnesses.iter().position(|w| w.siglum == citation.witness);
                let text = &line.articles[idx.unwrap()].text;
                prop_assert_eq!(&slice(text, citation.start, citation.end), &citation.exact);
                let around = [&*citation.prefix, &citation.exact, &citation.suffix].concat();
                prop_assert!(text.contains(&around));
            }
        }
    }

    /// A record that was changed in one place is read or refused, and never ends the program.
    #[test]
    fn a_damaged_record_is_read_or_refused(
        (telling, notes) in generated::telling(), at in any::<usize>(), with in any::<u8>()
    ) {
        let mut json = written(&telling, &notes, Format::Json).into_bytes();
        let at = at % json.len();
        json[at] = with;
        if let Ok(record) = Record::from_json(&json) {
            let _ = record.telling();
        }
    }

    /// No control character of an article reaches the terminal.
    #[test]
    fn the_terminal_obeys_no_article((telling, notes) in generated::telling()) {
        let report = written(&telling, &notes, Format::Terminal);
        let obeyed = report.contains(['\u{1b}', '\u{202E}']);
        prop_assert!(!obeyed);
    }
}

#[test]
fn a_record_of_another_version_is_named() {
    let error = Record::from_json(br#"{"format":"tellings/9","articles":[],"stories":[]}"#);
    insta::assert_snapshot!(
        error.unwrap_err(),
        @"the record is in format `tellings/9`; this program reads `tellings/1`"
    );
}
