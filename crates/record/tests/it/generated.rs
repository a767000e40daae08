//! Stories made of a tape of numbers, so that proptest can shrink them.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use tellings_model::*;

/// Numbers to take decisions by; an empty tape gives zeros.
struct Tape {
    numbers: std::vec::IntoIter<u32>,
}

/// Runs of one, including scalars of one to four bytes, marks of HTML and of terminals.
const PIECES: [&str; 16] = [
    "The bridge ",
    "is shut. ",
    "“Never,” ",
    "said Ada Cole",
    "\n",
    "é",
    "漢字 ",
    "𝒜",
    "<b>&amp;",
    "\u{1b}[31m",
    "12 people ",
    " ",
    "’",
    "]]>",
    "\u{202E}",
    "on Monday ",
];

impl Tape {
    fn below(&mut self, n: usize) -> usize {
        self.numbers.next().map_or(0, |number| number as usize % n.max(1))
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 1).then(|| make(self))
    }

    fn several<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn one_of<T: Copy, const N: usize>(&mut self, choices: [T; N]) -> T {
        choices[self.below(N)]
    }

    fn words(&mut self) -> String {
        self.several(4, |tape| tape.one_of(PIECES)).concat()
    }

    fn text(&mut self) -> String {
        self.several(40, |tape| tape.one_of(PIECES)).concat()
    }

    fn span(&mut self, article: &Article) -> Span {
        let n_bytes = article.text().len() + 1;
        let (a, b) = (self.below(n_bytes), self.below(n_bytes));
        article.span(a.min(b), a.max(b))
    }

    fn date(&mut self) -> Date {
        date(2025, 1, 1).checked_add((self.below(700) as i64).days()).unwrap()
    }

    fn days(&mut self) -> Days {
        let (a, b) = (self.date(), self.date());
        match self.below(4) {
            0 => Days::day(a),
            1 => Days::month(a.year(), a.month()).unwrap(),
            2 => Days::year(a.year()).unwrap(),
            _ => Days::new(a, b),
        }
    }

    fn basis(&mut self) -> Basis {
        self.one_of([
            Basis::Declared,
            Basis::StructuredData,
            Basis::Meta,
            Basis::Markup,
            Basis::Url,
            Basis::Dateline,
            Basis::Text,
            Basis::Siblings,
        ])
    }

    fn stamp(&mut self) -> Based<Stamp> {
        let day = self.date();
        let instant =
            self.maybe(|tape| Timestamp::from_second(1_700_000_000 + tape.below(1 << 30) as i64));
        Based::new(Stamp { day, instant: instant.map(Result::unwrap) }, self.basis())
    }

    fn share(&mut self) -> f64 {
        self.below(10_001) as f64 / 10_000.0
    }

    fn article(&mut self, n: usize) -> Article {
        let mut article = Article::new(ArticleId::new(format!("a{}", n / 2)), self.text());
        article.path = self.maybe(Self::words);
        article.url = self.maybe(Self::words);
        article.outlet = self.maybe(|tape| Based::new(tape.words(), tape.basis()));
        article.title = self.maybe(|tape| Based::new(tape.words(), tape.basis()));
        article.byline = self.several(2, Self::words);
        article.media = self.one_of([Media::Text, Media::Markdown, Media::Html]);
        article.language = self.maybe(|_| "en".to_owned());
        article.published_other = self.several(2, Self::stamp);
        article.modified = self.maybe(Self::stamp);
        article.furniture =
            self.several(2, |tape| Furniture { text: tape.words(), why: tape.words() });
        article.dateline = self.maybe(|tape| Dateline {
            place: tape.words(),
            agency: tape.maybe(Self::words),
            day: tape.maybe(Self::words),
            span: tape.span(&article),
        });
        article.links = self.several(2, |tape| Link {
            url: tape.words(),
            based_on: tape.below(2) == 1,
            span: tape.maybe(|tape| tape.span(&article)),
        });
        article
    }

    fn annotations(&mut self, article: &Article) -> Annotations {
        Annotations {
            sentences: self
                .several(3, |tape| Sentence { span: tape.span(article), tokens: (0, 0) }),
            quotes: self.several(4, |tape| tape.quote(article)),
            times: self.several(3, |tape| tape.time(article)),
            quantities: self.several(3, |tape| tape.quantity(article)),
            mentions: self.several(4, |tape| Mention {
                span: tape.span(article),
                kind: tape.entity_kind(),
                entity: tape.maybe(|tape| EntityId(tape.below(4) as u32)),
            }),
            credits: self.several(2, |tape| Credit {
                span: tape.span(article),
                outlet: tape.words(),
                kind: tape.one_of([CreditKind::Text, CreditKind::Claim, CreditKind::Picture]),
            }),
            ..Annotations::default()
        }
    }

    fn quote(&mut self, article: &Article) -> Quote {
        let speaker = self.maybe(|tape| Speaker {
            mention: tape.maybe(|tape| tape.span(article)),
            name: tape.words(),
            entity: tape.maybe(|tape| EntityId(tape.below(4) as u32)),
            basis: tape.one_of([SpeakerBasis::Cue, SpeakerBasis::Carried, SpeakerBasis::Siblings]),
        });
        Quote {
            content: self.span(article),
            kind: self.one_of([QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect]),
            speaker: speaker.ok_or(self.one_of([Unsure::NoCue, Unsure::Several, Unsure::Pronoun])),
            cue: self.maybe(|tape| tape.span(article)),
            parent: self.maybe(|tape| tape.below(4) as u32),
            continues: self.maybe(|tape| tape.below(4) as u32),
        }
    }

    fn time(&mut self, article: &Article) -> Time {
        Time {
            span: self.span(article),
            kind: self.one_of([TimeKind::Date, TimeKind::Time, TimeKind::Duration, TimeKind::Set]),
            value: self.words(),
            days: self.maybe(Self::days),
            basis: self.one_of([TimeBasis::Text, TimeBasis::Published, TimeBasis::Siblings]),
        }
    }

    fn quantity(&mut self, article: &Article) -> Quantity {
        Quantity {
            span: self.span(article),
            value: self.below(1 << 30) as f64 / self.one_of([1.0, 3.0, 1000.0, 1e-9]),
            upper: self.maybe(Self::share),
            bound: self.one_of([
                Bound::Exact,
                Bound::Over,
                Bound::Under,
                Bound::About,
                Bound::Range,
            ]),
            unit: self.maybe(Self::words),
            counted: self.maybe(|tape| tape.span(article)),
            change: self.maybe(|tape| FigureChange {
                way: tape.one_of([Way::Up, Way::Down]),
                part: tape.one_of([ChangePart::By, ChangePart::To, ChangePart::From]),
            }),
            whole: self.maybe(|tape| tape.span(article)),
            act: self.maybe(|tape| FigureAct {
                verb: tape.span(article),
                done_to: tape.one_of([true, false]),
            }),
        }
    }

    fn entity_kind(&mut self) -> EntityKind {
        self.one_of([
            EntityKind::Person,
            EntityKind::Organisation,
            EntityKind::Place,
            EntityKind::Other,
        ])
    }

    fn siglum(&mut self, witnesses: &[Witness]) -> Siglum {
        Siglum(self.below(witnesses.len()) as u32)
    }

    fn citation(&mut self, witnesses: &[Witness]) -> Citation {
        let witness = self.siglum(witnesses);
        Citation { witness, span: self.span(&witnesses[witness.idx()].article) }
    }

    fn citations(&mut self, witnesses: &[Witness]) -> Vec<Citation> {
        (0..=self.below(3)).map(|_| self.citation(witnesses)).collect()
    }

    fn witnesses(&mut self) -> Vec<Witness> {
        let mut witnesses: Vec<Witness> = (0..=self.below(4))
            .map(|n| {
                let mut article = self.article(n);
                let published = self.maybe(Self::stamp);
                article.published.clone_from(&published);
                Witness {
                    siglum: Siglum(n as u32),
                    annotations: self.annotations(&article),
                    published,
                    published_because: Vec::new(),
                    origin: OriginId(self.below(3) as u32 + 1),
                    article,
                }
            })
            .collect();
        for n in 0..witnesses.len() {
            if self.below(3) == 1 {
                witnesses[n].published_because = self.citations(&witnesses);
            }
        }
        witnesses
    }

    fn stemma(&mut self, witnesses: &[Witness]) -> Stemma {
        let lost = self.several(2, |tape| LostNode {
            label: tape.words(),
            because: tape.citations(witnesses),
        });
        let descents = self.several(4, |tape| tape.descent(witnesses, lost.len()));
        let origins = self.several(3, |tape| Origin {
            id: OriginId(tape.below(4) as u32),
            witnesses: tape.several(3, |tape| tape.siglum(witnesses)),
            named: tape.maybe(Self::words),
            why: tape.several(2, Self::words),
            because: tape.several(2, |tape| tape.citation(witnesses)),
        });
        Stemma { lost, descents, origins }
    }

    fn descent(&mut self, witnesses: &[Witness], n_lost: usize) -> Descent {
        let copy = self.siglum(witnesses);
        let model = if n_lost > 0 && self.below(3) == 1 {
            NodeId::Lost(self.below(n_lost) as u32)
        } else {
            NodeId::Witness(self.siglum(witnesses))
        };
        let passages = match model {
            NodeId::Lost(_) => Vec::new(),
            NodeId::Witness(model) => self.several(2, |tape| Passage {
                model: tape.span(&witnesses[model.idx()].article),
                copy: tape.span(&witnesses[copy.idx()].article),
            }),
        };
        Descent {
            model,
            copy,
            kind: self.one_of([DescentKind::Copies, DescentKind::Rewords, DescentKind::Cites]),
            direction: self.one_of([Direction::Known, Direction::Likely, Direction::Unknown]),
            share_of_copy: self.maybe(Self::share),
            share_of_model: self.maybe(Self::share),
            passages,
            because: self.several(2, Self::words),
        }
    }

    fn utterance(&mut self, witnesses: &[Witness]) -> Utterance {
        Utterance {
            speaker: self.maybe(|tape| EntityId(tape.below(4) as u32)),
            name: self.maybe(Self::words),
            wordings: self.several(3, |tape| Wording {
                text: tape.words(),
                citations: tape.citations(witnesses),
                relation: tape.one_of([
                    WordingRelation::Same,
                    WordingRelation::Trimmed,
                    WordingRelation::Joined,
                    WordingRelation::Bracketed,
                    WordingRelation::Reworded,
                    WordingRelation::Paraphrased,
                ]),
            }),
            speakers_differ: self.below(2) == 1,
            altered: self.below(2) == 1,
            slots: self.several(2, |tape| Slot {
                before: tape.words(),
                fillings: tape.several(2, |tape| Filling {
                    text: tape.words(),
                    witnesses: witnesses.iter().take(1).map(|witness| witness.siglum).collect(),
                }),
            }),
        }
    }

    fn entry(&mut self, witnesses: &[Witness]) -> Entry {
        Entry {
            kind: self.one_of([
                EntryKind::Date,
                EntryKind::Quantity,
                EntryKind::Place,
                EntryKind::Actor,
                EntryKind::Action,
                EntryKind::Name,
                EntryKind::Quote,
                EntryKind::Other,
            ]),
            topic: self.words(),
            verdict: self.one_of([
                Verdict::Agree,
                Verdict::Echo,
                Verdict::Finer,
                Verdict::Superseded,
                Verdict::Conflict,
                Verdict::OnlyIn,
            ]),
            readings: self.several(3, |tape| Reading {
                value: tape.words(),
                text: tape.words(),
                citations: tape.citations(witnesses),
                n_origins: tape.below(4) as u32,
            }),
            silent: self.several(2, |tape| tape.siglum(witnesses)),
        }
    }

    fn story(&mut self, n: usize) -> Story {
        let witnesses = self.witnesses();
        Story {
            id: StoryId::new(format!("s{n}")),
            thread: StoryId::new(self.words()),
            title: self.words(),
            when: self.maybe(Self::days),
            why: self.several(2, |tape| Why {
                witnesses: (tape.siglum(&witnesses), tape.siglum(&witnesses)),
                shared: tape.several(2, Self::words),
                weights: tape.several(2, Self::share),
                score: tape.share(),
                decided: tape.maybe(|tape| Decision {
                    act: [DecisionAct::Merge, DecisionAct::Split][tape.below(2)],
                    a: ArticleId::new(tape.words()),
                    b: ArticleId::new(tape.words()),
                    by: tape.words(),
                    reason: tape.words(),
                }),
            }),
            weakest: self.maybe(|tape| (tape.siglum(&witnesses), tape.share())),
            stemma: self.stemma(&witnesses),
            entities: self.several(3, |tape| Entity {
                id: EntityId(tape.below(4) as u32),
                name: tape.words(),
                kind: tape.entity_kind(),
                aliases: tape.several(2, Self::words),
                roles: tape.several(2, Self::words),
                offices: tape.several(2, |tape| Office {
                    role: tape.words(),
                    of: tape.maybe(Self::words),
                    is_former: tape.below(2) == 1,
                    citations: tape.citations(&witnesses),
                }),
                within: tape.maybe(Self::words),
            }),
            utterances: self.several(2, |tape| tape.utterance(&witnesses)),
            apparatus: Apparatus { entries: self.several(4, |tape| tape.entry(&witnesses)) },
            timeline: self.several(3, |tape| {
                let (when, approximate) = (tape.days(), tape.below(2) == 1);
                let (text, citations) = (tape.words(), tape.citations(&witnesses));
                Moment::new(when, approximate, text, citations, tape.below(4) as u32).unwrap()
            }),
            digest: Digest {
                sentences: self.several(2, |tape| DigestSentence {
                    text: tape.words(),
                    citations: tape.citations(&witnesses),
                    n_origins: tape.below(4) as u32,
                }),
                withheld: self
                    .several(2, |tape| Withheld { text: tape.words(), why: tape.words() }),
            },
            witnesses,
        }
    }

    fn note(&mut self) -> Note {
        Note {
            path: self.maybe(Self::words),
            byte: self.maybe(|tape| tape.below(1000) as u64),
            what: self.words(),
            remedy: self.maybe(Self::words),
            unreadable: self.below(2) == 1,
        }
    }
}

/// Any telling with its notes: every field filled in some of them, spans anywhere in the text.
pub(crate) fn telling() -> impl Strategy<Value = (Telling, Vec<Note>)> {
    proptest::collection::vec(any::<u32>(), 0..900).prop_map(|numbers| {
        let mut tape = Tape { numbers: numbers.into_iter() };
        let stories = (0..tape.below(3) + 1).map(|n| tape.story(n)).collect();
        (Telling { stories }, tape.several(3, Tape::note))
    })
}
