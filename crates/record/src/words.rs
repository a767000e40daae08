//! How model and schema name the same things, and the words and marks that all views share.

use crate::Tally;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{
    Article, Basis, Citation, Days, Descent, DescentKind, Direction, EntryKind, Moment, NodeId,
    Reading, Siglum, Story, Utterance, Verdict, WordingRelation,
};

/// Translates between a closed set of the model and its published words, both ways.
macro_rules! words_between {
    ($($model:path => $word:ident { $($name:ident),* $(,)? })*) => {$(
        impl From<$model> for $word {
            fn from(value: $model) -> Self {
                match value { $(<$model>::$name => Self::$name,)* }
            }
        }
        impl From<$word> for $model {
            fn from(value: $word) -> Self {
                match value { $($word::$name => Self::$name,)* }
            }
        }
    )*};
}

/// What each section cannot see, one line each.
pub(crate) mod limits {
    pub(crate) const DIGEST: &str = "Sentences of the tellings, checked against the words they cite; \
        whether what they say is so is not checked.";
    pub(crate) const WITNESSES: &str =
        "A date without a basis in the page, the text or the other tellings is left open.";
    pub(crate) const DESCENT: &str =
        "Copy detection sees shared wording and credits, not shared phone calls.";
    pub(crate) const APPARATUS: &str = "The verdicts compare what the tellings say with one \
        another; none of them says what happened.";
    pub(crate) const SAYINGS: &str =
        "Compared as printed; which wording was spoken is not known here.";
    pub(crate) const ALONE: &str = "Silent means: tells the surrounding matter and leaves this out; \
        a telling that stops before it is not silent.";
    pub(crate) const TIMELINE: &str =
        "Only what the tellings date, and no more precisely than they do.";
}

/// A stretch of days as EDTF; a rough one ends in `~`.
pub(crate) fn when(days: Days, approximate: bool) -> String {
    let exact = days.to_string();
    if approximate { format!("{}~", exact.replace('/', "~/")) } else { exact }
}

/// What is to be said of a moment beside its words: when it was reported, that it is background,
/// that another date is told.
pub(crate) fn remarks(moment: &Moment, timeline: &[Moment]) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(reported) = moment.reported.filter(|reported| *reported != moment.when) {
        remarks.push(format!("reported {}", reported.to_string().replace('/', " to ")));
    }
    if moment.background {
        remarks.push("background".to_owned());
    }
    for other in moment.against.iter().filter_map(|idx| timeline.get(*idx as usize)) {
        remarks.push(format!("others say {}", when(other.when, other.approximate)));
    }
    remarks
}

/// As much of a text as `n_letters` hold, with a mark where it goes on.
pub fn cut(text: &str, n_letters: usize) -> String {
    if text.chars().count() <= n_letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(n_letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// `1 origin`, `2 origins`.
pub(crate) fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// `1 story`, `2 stories`.
pub(crate) fn stories(n: usize) -> String {
    if n == 1 { "1 story".to_owned() } else { format!("{n} stories") }
}

/// The verdict's word and its mark; the mark differs in shape, not only in colour.
pub(crate) fn verdict(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Agree => ("=", "agree"),
        Verdict::Echo => ("»", "echo"),
        Verdict::Finer => ("⊃", "finer"),
        Verdict::Superseded => ("→", "superseded"),
        Verdict::Conflict => ("≠", "conflict"),
        Verdict::OnlyIn => ("◦", "only in"),
    }
}

/// The verdicts in the order in which a reader wants them.
pub(crate) const VERDICTS: [Verdict; 6] = [
    Verdict::Conflict,
    Verdict::Superseded,
    Verdict::Finer,
    Verdict::Agree,
    Verdict::Echo,
    Verdict::OnlyIn,
];

/// What kind of matter an entry is about, as people say it.
pub(crate) fn entry_kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Date => "when",
        EntryKind::Quantity => "how many",
        EntryKind::Place => "where",
        EntryKind::Actor => "who",
        EntryKind::Action => "what was done",
        EntryKind::Name => "what it is called",
        EntryKind::Quote => "what was said",
        EntryKind::Other => "statement",
    }
}

/// What a date, name or title rests on, as people say it.
pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Declared => "as given",
        Basis::StructuredData => "the page’s structured data",
        Basis::Meta => "the page’s metadata",
        Basis::Markup => "the page’s byline box",
        Basis::Url => "the address",
        Basis::Dateline => "the dateline",
        Basis::Text => "the text",
        Basis::Siblings => "the other tellings",
    }
}

/// How a copy uses its model, as people say it; `model` stands after it.
pub(crate) fn descent(kind: DescentKind, direction: Direction) -> &'static str {
    match (kind, direction) {
        (DescentKind::Copies, Direction::Unknown) => "shares passages with",
        (DescentKind::Copies, _) => "copies",
        (DescentKind::Revises, Direction::Unknown) => "is another capture of",
        (DescentKind::Revises, _) => "revises",
        (DescentKind::Rewords, Direction::Unknown) => "shares reworded passages with",
        (DescentKind::Rewords, _) => "rewords",
        (DescentKind::Cites, _) => "cites",
    }
}

/// How sure a direction is, as people say it.
pub(crate) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Known => "direction known",
        Direction::Likely => "direction likely",
        Direction::Unknown => "which came first is open",
    }
}

/// How a wording stands to the longest one, as people say it.
pub(crate) fn relation(relation: WordingRelation) -> &'static str {
    match relation {
        WordingRelation::Same => "same words",
        WordingRelation::Trimmed => "trimmed",
        WordingRelation::Joined => "joined from two sayings",
        WordingRelation::Bracketed => "with an insertion",
        WordingRelation::Reworded => "other words inside the marks",
        WordingRelation::Paraphrased => "without marks",
    }
}

/// The name of the outlet, or else what the user called the input.
pub(crate) fn outlet(article: &Article) -> &str {
    match (&article.outlet, &article.path) {
        (Some(outlet), _) => &outlet.value,
        (None, Some(path)) => path.rsplit(['/', '\\']).next().unwrap_or(path),
        (None, None) => article.id.as_str(),
    }
}

/// The headline of a telling, or else the beginning of its text.
pub(crate) fn headline(article: &Article) -> &str {
    match &article.title {
        Some(title) => &title.value,
        None => article.lines().next().map_or("", |line| article.at(line)),
    }
}

/// The witnesses that some citations name, each once, in order.
pub(crate) fn sigla(citations: &[Citation]) -> BTreeSet<Siglum> {
    citations.iter().map(|citation| citation.witness).collect()
}

/// Letters with spaces between: `A C D`.
pub(crate) fn letters<'a>(sigla: impl IntoIterator<Item = &'a Siglum>) -> String {
    let letters: Vec<String> = sigla.into_iter().map(ToString::to_string).collect();
    letters.join(" ")
}

/// The name under which a saying stands: its speaker’s, where the tellings agree on one.
pub(crate) fn speaker<'a>(story: &'a Story, utterance: &'a Utterance) -> Option<&'a str> {
    utterance
        .speaker
        .and_then(|id| story.entities.iter().find(|entity| entity.id == id))
        .map(|entity| entity.name.as_str())
        .or(utterance.name.as_deref())
}

/// Whom each telling names, where they differ: `Ada Cole A · the Harbour Board C D`.
pub(crate) fn speakers(story: &Story, utterance: &Utterance) -> Option<String> {
    if !utterance.speakers_differ {
        return None;
    }
    let mut named: BTreeMap<&str, BTreeSet<Siglum>> = BTreeMap::new();
    for citation in utterance.wordings.iter().flat_map(|wording| &wording.citations) {
        let Some(witness) = story.witnesses.get(citation.witness.idx()) else { continue };
        let around = witness.annotations.quotes.iter().rev();
        let speaker = around
            .filter(|quote| quote.content.contains(citation.span))
            .find_map(|quote| quote.speaker.as_ref().ok());
        if let Some(speaker) = speaker {
            named.entry(&speaker.name).or_default().insert(citation.witness);
        }
    }
    let named: Vec<String> =
        named.iter().map(|(name, sigla)| format!("{name} {}", letters(sigla))).collect();
    Some(named.join(" · "))
}

/// What a node of the stemma is called.
pub(crate) fn node(story: &Story, id: NodeId) -> String {
    match id {
        NodeId::Witness(siglum) => siglum.to_string(),
        NodeId::Lost(idx) => {
            story.stemma.lost.get(idx as usize).map_or_else(|| id.to_string(), |l| l.label.clone())
        }
    }
}

/// The three numbers of a story in words: `5 articles · 4 outlets · 3 independent origins`.
pub(crate) fn three_numbers(story: &Story) -> [String; 3] {
    Tally::of(story).numbers()
}

/// What stands out in a story, in words: `2 conflicts`, `1 figure superseded`.
pub(crate) fn flags(story: &Story) -> Vec<String> {
    Tally::of(story).flags()
}

/// The comparable value of a reading, where it says more than its words do.
pub(crate) fn value(reading: &Reading) -> Option<&str> {
    let same = |c: &char| c.is_alphanumeric();
    let (value, text) = (reading.value.to_lowercase(), reading.text.to_lowercase());
    let equal = value.chars().filter(same).eq(text.chars().filter(same));
    (!equal && !value.is_empty()).then_some(reading.value.as_str())
}
/// What a verdict means, for a legend or a tooltip.
pub(crate) fn verdict_meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agree => "two or more independent origins say the same",
        Verdict::Echo => "several tellings say it, all of one origin",
        Verdict::Finer => "the readings can all hold; one is more precise",
        Verdict::Superseded => "later tellings move it",
        Verdict::Conflict => "two readings cannot both hold",
        Verdict::OnlyIn => "one telling says it",
    }
}

/// `rewords AP report (61 % of its words), direction likely: same dateline`.
pub(crate) fn evidence(story: &Story, edge: &Descent) -> String {
    let verb = descent(edge.kind, edge.direction);
    let mut text = format!("{verb} {}", node(story, edge.model));
    if let Some(share) = edge.share_of_copy {
        text.push_str(&format!(" ({:.0} % of {})", share * 100.0, edge.copy));
    }
    if edge.kind != DescentKind::Cites || edge.direction != Direction::Known {
        text.push_str(&format!(", {}", direction(edge.direction)));
    }
    if !edge.because.is_empty() {
        text.push_str(&format!(": {}", edge.because.join("; ")));
    }
    text
}
