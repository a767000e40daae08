//! What must hold of quotation marks in any text.

use tellings_model::{Article, Span};

/// The words between marks lie in the text in order, each inside another or apart from it.
pub(crate) fn quote(bytes: &[u8]) {
    let article = Article::from_text(&String::from_utf8_lossy(bytes));
    let found: Vec<Span> = tellings::between_marks(&article);
    let mut open: Vec<Span> = Vec::new();
    for &span in &found {
        assert!(span.end() <= article.text().len());
        while open.last().is_some_and(|around| around.end() <= span.start()) {
            open.pop();
        }
        assert!(open.last().is_none_or(|around| around.contains(span)), "{open:?} {span:?}");
        open.push(span);
    }
}
