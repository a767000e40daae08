//! What the template shows of a story, in the order in which it shows it.

use super::text::{self, Paragraph};
use super::{anchor, stemma};
use crate::diff::{self, Piece};
use crate::ruler::Ruler;
use crate::words::{self, VERDICTS};
use std::collections::{BTreeMap, BTreeSet};
use tellings_model as model;
use tellings_model::{Basis, Citation, NodeId, OriginId, Siglum, Verdict, WordingRelation};

/// One story.
pub(super) struct Story {
    pub(super) idx: usize,
    pub(super) title: String,
    pub(super) when: Option<String>,
    pub(super) numbers: [String; 3],
    pub(super) flags: Vec<String>,
    pub(super) why: Vec<Why>,
    pub(super) origins: Vec<Origin>,
    pub(super) digest: Vec<Sentence>,
    pub(super) withheld: Vec<model::Withheld>,
    pub(super) witnesses: Vec<Witness>,
    pub(super) drawing: Option<String>,
    pub(super) branches: Vec<Branch>,
    pub(super) entries: Vec<Entry>,
    pub(super) counts: Vec<Count>,
    pub(super) speakers: Vec<Speaker>,
    pub(super) alone: Vec<Alone>,
    pub(super) timeline: Vec<Moment>,
    pub(super) rules: String,
    pub(super) alone_in_the_run: bool,
}

/// Why two tellings are one story.
pub(super) struct Why {
    pub(super) pair: String,
    pub(super) shared: String,
    pub(super) score: String,
}

/// A link to words of an article.
pub(super) struct Cite {
    pub(super) siglum: String,
    pub(super) href: String,
    pub(super) exact: String,
}

/// An independent voice.
pub(super) struct Origin {
    pub(super) id: String,
    pub(super) sigla: String,
    pub(super) n_witnesses: usize,
    pub(super) named: Option<String>,
    pub(super) why: String,
    pub(super) cites: Vec<Cite>,
}

/// A sentence of the digest.
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) cites: Vec<Cite>,
    pub(super) origins: String,
}

/// A telling: its row in the table, and its text.
pub(super) struct Witness {
    pub(super) siglum: String,
    pub(super) outlet: String,
    pub(super) outlet_basis: Option<&'static str>,
    pub(super) headline: String,
    pub(super) byline: String,
    pub(super) published: Option<String>,
    pub(super) basis: Option<&'static str>,
    pub(super) because: Vec<Cite>,
    pub(super) origin: String,
    pub(super) path: Option<String>,
    pub(super) url: Option<String>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) furniture: Vec<model::Furniture>,
    pub(super) n_words: usize,
}

/// A node of the stemma in the nested list.
pub(super) struct Branch {
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) lost: bool,
    pub(super) evidence: Vec<String>,
    pub(super) cites: Vec<Cite>,
}

/// A place of the apparatus: its row.
pub(super) struct Entry {
    pub(super) mark: &'static str,
    pub(super) word: &'static str,
    pub(super) class: &'static str,
    pub(super) meaning: &'static str,
    pub(super) kind: &'static str,
    pub(super) topic: String,
    /// One cell for each origin, in their order.
    pub(super) cells: Vec<Cell>,
}

/// What one origin says at a place.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) readings: Vec<CellReading>,
    pub(super) silent: String,
}

pub(super) struct CellReading {
    /// Which of several readings: `a`, `b`, …; empty where there is only one.
    pub(super) letter: String,
    pub(super) text: String,
    pub(super) value: Option<String>,
    pub(super) cites: Vec<Cite>,
}

/// How many entries have a verdict.
pub(super) struct Count {
    pub(super) mark: &'static str,
    pub(super) word: &'static str,
    pub(super) class: &'static str,
    pub(super) meaning: &'static str,
    pub(super) n: usize,
}

/// The sayings of one speaker.
pub(super) struct Speaker {
    pub(super) name: String,
    pub(super) roles: String,
    pub(super) sayings: Vec<Saying>,
}

pub(super) struct Saying {
    pub(super) differ: bool,
    pub(super) altered: bool,
    pub(super) wordings: Vec<Wording>,
}

pub(super) struct Wording {
    pub(super) pieces: Vec<WordingPiece>,
    pub(super) marks: bool,
    pub(super) relation: Option<&'static str>,
    pub(super) cites: Vec<Cite>,
}

pub(super) struct WordingPiece {
    pub(super) element: &'static str,
    pub(super) words: String,
}

/// What only one telling says, and what it leaves out.
pub(super) struct Alone {
    pub(super) siglum: String,
    pub(super) outlet: String,
    pub(super) only: Vec<Sentence>,
    pub(super) silent: Vec<String>,
}

pub(super) struct Moment {
    pub(super) when: String,
    pub(super) text: String,
    pub(super) cites: Vec<Cite>,
    pub(super) origins: String,
}

/// Prepares one story.
pub(super) fn story(story: &model::Story, idx: usize) -> Story {
    let view = View { story, idx, rulers: rulers(story), cited: cited(story) };
    let mut rules = String::new();
    let witnesses = view.witnesses(&mut rules);
    Story {
        idx,
        title: if story.title.is_empty() {
            story
                .witnesses
                .first()
                .map_or_else(String::new, |witness| words::headline(&witness.article).to_owned())
        } else {
            story.title.clone()
        },
        when: story.when.map(|days| days.to_string()),
        numbers: words::three_numbers(story),
        flags: words::flags(story),
        why: view.why(),
        origins: view.origins(),
        digest: view.digest(),
        withheld: story.digest.withheld.clone(),
        witnesses,
        drawing: stemma::drawing(story),
        branches: view.branches(),
        entries: view.entries(),
        counts: counts(story),
        speakers: view.speakers(),
        alone: view.alone(),
        timeline: view.timeline(),
        rules,
        alone_in_the_run: story.witnesses.len() == 1,
    }
}

fn rulers(story: &model::Story) -> Vec<Ruler<'_>> {
    story.witnesses.iter().map(|witness| Ruler::new(witness.article.text())).collect()
}

/// Every place that anything on the page rests on.
fn cited(story: &model::Story) -> BTreeSet<Citation> {
    let mut cited = BTreeSet::new();
    for origin in &story.stemma.origins {
        cited.extend(&origin.because);
    }
    for lost in &story.stemma.lost {
        cited.extend(&lost.because);
    }
    for sentence in &story.digest.sentences {
        cited.extend(&sentence.citations);
    }
    for reading in story.apparatus.entries.iter().flat_map(|entry| &entry.readings) {
        cited.extend(&reading.citations);
    }
    for wording in story.utterances.iter().flat_map(|utterance| &utterance.wordings) {
        cited.extend(&wording.citations);
    }
    for moment in &story.timeline {
        cited.extend(moment.citations());
    }
    for witness in &story.witnesses {
        cited.extend(&witness.published_because);
    }
    cited
}

fn counts(story: &model::Story) -> Vec<Count> {
    let count = |verdict| {
        let entries = story.apparatus.entries.iter();
        let n = entries.filter(|entry| entry.verdict == verdict).count();
        let (mark, word) = words::verdict(verdict);
        let (class, meaning) = (class(verdict), words::verdict_meaning(verdict));
        (n > 0).then_some(Count { mark, word, class, meaning, n })
    };
    VERDICTS.into_iter().filter_map(count).collect()
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OnlyIn => "only-in",
        other => words::verdict(other).1,
    }
}

struct View<'a> {
    story: &'a model::Story,
    idx: usize,
    rulers: Vec<Ruler<'a>>,
    cited: BTreeSet<Citation>,
}

impl View<'_> {
    fn cite(&self, citation: Citation) -> Cite {
        let points = self.rulers.get(citation.witness.idx()).map(|r| r.points(citation.span));
        let (start, end) = points.unwrap_or((0, 0));
        Cite {
            siglum: citation.witness.to_string(),
            href: anchor(self.idx, citation.witness, start, end),
            exact: self.story.exact(citation).trim().to_owned(),
        }
    }

    fn cites(&self, citations: &[Citation]) -> Vec<Cite> {
        citations.iter().map(|&citation| self.cite(citation)).collect()
    }

    fn why(&self) -> Vec<Why> {
        let why = self.story.why.iter().map(|why| Why {
            pair: format!("{} and {}", why.witnesses.0, why.witnesses.1),
            shared: why.shared.join(", "),
            score: format!("{:.2}", why.score),
        });
        why.collect()
    }

    fn origins(&self) -> Vec<Origin> {
        let origins = self.story.stemma.origins.iter().map(|origin| Origin {
            id: origin.id.to_string(),
            sigla: words::letters(&origin.witnesses),
            n_witnesses: origin.witnesses.len(),
            named: origin.named.clone(),
            why: origin.why.join("; "),
            cites: self.cites(&origin.because),
        });
        origins.collect()
    }

    fn digest(&self) -> Vec<Sentence> {
        let sentences = self.story.digest.sentences.iter().map(|sentence| Sentence {
            text: sentence.text.clone(),
            cites: self.cites(&sentence.citations),
            origins: words::counted(sentence.n_origins as usize, "origin"),
        });
        sentences.collect()
    }

    fn witnesses(&self, rules: &mut String) -> Vec<Witness> {
        let mut witnesses = Vec::with_capacity(self.story.witnesses.len());
        for witness in &self.story.witnesses {
            let article = &witness.article;
            let (paragraphs, more) = text::paragraphs(self.story, witness, self.idx, &self.cited);
            if !rules.is_empty() && !more.is_empty() {
                rules.push(',');
            }
            rules.push_str(&more);
            witnesses.push(Witness {
                siglum: witness.siglum.to_string(),
                outlet: words::outlet(article).to_owned(),
                outlet_basis: article.outlet.as_ref().map(|outlet| words::basis(outlet.basis)),
                headline: words::headline(article).to_owned(),
                byline: article.byline.join(", "),
                published: witness.published.as_ref().map(|stamp| stamp.value.day.to_string()),
                basis: witness.published.as_ref().map(|stamp| match stamp.basis {
                    Basis::Siblings => "fixed by the other tellings",
                    basis => words::basis(basis),
                }),
                because: self.cites(&witness.published_because),
                origin: witness.origin.to_string(),
                path: article.path.clone(),
                url: article.url.clone(),
                paragraphs,
                furniture: article.furniture.clone(),
                n_words: article.text().split_whitespace().count(),
            });
        }
        witnesses
    }

    /// The stemma as a list: every root, and below it what descends from it.
    fn branches(&self) -> Vec<Branch> {
        let descents = &self.story.stemma.descents;
        let mut copies: BTreeMap<NodeId, Vec<Siglum>> = BTreeMap::new();
        let mut has_parent = BTreeSet::new();
        for descent in descents {
            if has_parent.insert(descent.copy) {
                copies.entry(descent.model).or_default().push(descent.copy);
            }
        }
        let roots = copies.keys().copied().filter(|id| match id {
            NodeId::Witness(siglum) => !has_parent.contains(siglum),
            NodeId::Lost(_) => true,
        });
        let mut open: Vec<(NodeId, usize)> = roots.map(|root| (root, 0)).collect();
        open.reverse();
        let mut seen = BTreeSet::new();
        let mut branches = Vec::new();
        while let Some((id, depth)) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            branches.push(self.branch(id, depth));
            let below = copies.get(&id).into_iter().flatten().rev();
            open.extend(below.map(|&copy| (NodeId::Witness(copy), depth + 1)));
        }
        branches
    }

    fn branch(&self, id: NodeId, depth: usize) -> Branch {
        let (name, cites) = match id {
            NodeId::Witness(siglum) => {
                let witness = self.story.witnesses.get(siglum.idx());
                let outlet = witness.map_or("", |witness| words::outlet(&witness.article));
                (format!("{siglum} {outlet}"), Vec::new())
            }
            NodeId::Lost(idx) => {
                let lost = self.story.stemma.lost.get(idx as usize);
                let cites = lost.map(|lost| self.cites(&lost.because)).unwrap_or_default();
                (words::node(self.story, id), cites)
            }
        };
        let into = self.story.stemma.descents.iter();
        let into = into.filter(|descent| NodeId::Witness(descent.copy) == id);
        let lost = matches!(id, NodeId::Lost(_));
        let evidence = into.map(|descent| words::evidence(self.story, descent)).collect();
        Branch { depth: depth.min(12), name, lost, evidence, cites }
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<&model::Entry> = self.story.apparatus.entries.iter().collect();
        let place = |verdict| VERDICTS.iter().position(|&other| other == verdict);
        entries.sort_by_key(|entry| place(entry.verdict));
        entries.into_iter().map(|entry| self.entry(entry)).collect()
    }

    fn entry(&self, entry: &model::Entry) -> Entry {
        let origins = &self.story.stemma.origins;
        let column: BTreeMap<OriginId, usize> =
            origins.iter().enumerate().map(|(n, origin)| (origin.id, n)).collect();
        let column_of = |siglum: Siglum| {
            self.story.witnesses.get(siglum.idx()).and_then(|w| column.get(&w.origin)).copied()
        };
        let mut cells: Vec<Cell> = origins.iter().map(|_| Cell::default()).collect();
        for (letter, reading) in ('a'..='z').chain(std::iter::repeat('…')).zip(&entry.readings) {
            let mut by_column: BTreeMap<usize, Vec<Citation>> = BTreeMap::new();
            for &citation in &reading.citations {
                if let Some(column) = column_of(citation.witness) {
                    by_column.entry(column).or_default().push(citation);
                }
            }
            for (column, citations) in by_column {
                let text = citations.first().map_or("", |&first| self.story.exact(first));
                let text = if text.trim().is_empty() { &reading.text } else { text };
                if let Some(cell) = cells.get_mut(column) {
                    cell.readings.push(CellReading {
                        letter: if entry.readings.len() > 1 {
                            letter.into()
                        } else {
                            String::new()
                        },
                        text: text.trim().to_owned(),
                        value: words::value(reading).map(Into::into),
                        cites: self.cites(&citations),
                    });
                }
            }
        }
        for &siglum in &entry.silent {
            if let Some(cell) = column_of(siglum).and_then(|column| cells.get_mut(column)) {
                let gap = if cell.silent.is_empty() { "" } else { " " };
                cell.silent.push_str(&format!("{gap}{siglum}"));
            }
        }
        let (mark, word) = words::verdict(entry.verdict);
        Entry {
            mark,
            word,
            class: class(entry.verdict),
            meaning: words::verdict_meaning(entry.verdict),
            kind: words::entry_kind(entry.kind),
            topic: entry.topic.clone(),
            cells,
        }
    }

    /// The sayings by speaker, in order of each speaker's first; those nobody is sure of come last.
    fn speakers(&self) -> Vec<Speaker> {
        let mut by_speaker: Vec<(Option<model::EntityId>, Vec<Saying>)> = Vec::new();
        for utterance in &self.story.utterances {
            let saying = self.saying(utterance);
            match by_speaker.iter_mut().find(|(speaker, _)| *speaker == utterance.speaker) {
                Some((_, sayings)) => sayings.push(saying),
                None => by_speaker.push((utterance.speaker, vec![saying])),
            }
        }
        by_speaker.sort_by_key(|(speaker, _)| speaker.is_none());
        let speaker = |(id, sayings): (Option<model::EntityId>, Vec<Saying>)| {
            let entity = self.story.entities.iter().find(|entity| Some(entity.id) == id);
            Speaker {
                name: entity.map_or("Speaker not settled", |e| e.name.as_str()).to_owned(),
                roles: entity.map_or_else(String::new, |entity| entity.roles.join(", ")),
                sayings,
            }
        };
        by_speaker.into_iter().map(speaker).collect()
    }

    fn saying(&self, utterance: &model::Utterance) -> Saying {
        let longest = utterance.wordings.first().map_or("", |wording| wording.text.trim());
        let wording = |(n, wording): (usize, &model::Wording)| {
            let same = n == 0 || wording.relation == WordingRelation::Same;
            let text = wording.text.trim();
            let whole =
                |words: &str| vec![WordingPiece { element: "span", words: words.to_owned() }];
            let pieces = if same {
                whole(text)
            } else {
                diff::words(longest, text).into_iter().map(WordingPiece::from).collect()
            };
            Wording {
                pieces,
                marks: wording.relation != WordingRelation::Paraphrased,
                relation: (n > 0).then(|| words::relation(wording.relation)),
                cites: self.cites(&wording.citations),
            }
        };
        Saying {
            differ: utterance.speakers_differ,
            altered: utterance.altered,
            wordings: utterance.wordings.iter().enumerate().map(wording).collect(),
        }
    }

    fn alone(&self) -> Vec<Alone> {
        let entries = &self.story.apparatus.entries;
        let alone = self.story.witnesses.iter().map(|witness| {
            let only = entries.iter().filter(|entry| entry.verdict == Verdict::OnlyIn);
            let readings = only.flat_map(|entry| entry.readings.iter().map(move |r| (entry, r)));
            let mine = readings
                .filter(|(_, reading)| words::sigla(&reading.citations).contains(&witness.siglum));
            let silent = entries.iter().filter(|entry| entry.silent.contains(&witness.siglum));
            Alone {
                siglum: witness.siglum.to_string(),
                outlet: words::outlet(&witness.article).to_owned(),
                only: mine
                    .map(|(entry, reading)| Sentence {
                        text: format!("{}: “{}”", entry.topic, reading.text.trim()),
                        cites: self.cites(&reading.citations),
                        origins: String::new(),
                    })
                    .collect(),
                silent: silent.map(|entry| entry.topic.clone()).collect(),
            }
        });
        alone.filter(|alone| !alone.only.is_empty() || !alone.silent.is_empty()).collect()
    }

    fn timeline(&self) -> Vec<Moment> {
        let moments = self.story.timeline.iter().map(|moment| Moment {
            when: words::when(moment.when, moment.approximate),
            text: moment.text.clone(),
            cites: self.cites(moment.citations()),
            origins: words::counted(moment.n_origins as usize, "origin"),
        });
        moments.collect()
    }
}

impl From<Piece> for WordingPiece {
    fn from(piece: Piece) -> Self {
        let (element, words) = match piece {
            Piece::Same(words) => ("span", words),
            Piece::Removed(words) => ("del", words),
            Piece::Added(words) => ("ins", words),
        };
        Self { element, words }
    }
}
