//! Any text, published on any day: time expressions are ordered, disjoint and never empty, and the
//! same text gives the same expressions again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tellings_model::{Article, Based, Basis, Stamp};

fuzz_target!(|input: (u16, &str)| {
    let (days, text) = input;
    let mut article = Article::from_text(text);
    let language = if days % 2 == 0 { "en" } else { "es" };
    article.language = Some(language.to_owned());
    let day = jiff::civil::date(1990, 1, 1).checked_add(jiff::Span::new().days(i64::from(days)));
    article.published =
        day.ok().map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
    let times = tellings::times(&article);
    let mut end = 0;
    for time in &times {
        assert!(end <= time.span.start() && !time.span.is_empty());
        end = time.span.end();
    }
    assert_eq!(times, tellings::times(&article));
});
