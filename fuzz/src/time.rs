//! What must hold of time expressions in any text, published on any day.

use tellings_model::{Article, Based, Basis, Stamp};

/// The expressions are in order, disjoint and never empty, and the same text gives the same ones
/// again. The first two bytes choose the day of publication and the language.
pub(crate) fn time(bytes: &[u8]) {
    let (choice, text) = bytes.split_at(bytes.len().min(2));
    let choice = choice.iter().fold(0, |number, byte| number << 8 | i64::from(*byte));
    let mut article = Article::from_text(&String::from_utf8_lossy(text));
    let language = if choice % 2 == 0 { "en" } else { "es" };
    article.language = Some(language.to_owned());
    let day = jiff::civil::date(1990, 1, 1).checked_add(jiff::Span::new().days(choice));
    article.published =
        day.ok().map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
    let times = tellings::times(&article);
    let mut end = 0;
    for time in &times {
        assert!(end <= time.span.start() && !time.span.is_empty(), "{time:?} begins before {end}");
        end = time.span.end();
    }
    assert!(end <= article.text().len());
    assert_eq!(times, tellings::times(&article));
}
