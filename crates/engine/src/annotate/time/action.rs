//! The actions of the rules: what a rule does with its parts, and what its match needs around it.

use super::compose::{Part, Parts};
use super::meaning::Meaning;
use super::support::Support;
use super::token::Token;
use super::value::Value;
use tellings_language::named;

/// What to do with the parts of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    verb: Verb,
    code: &'static str,
    /// What a match needs around it.
    pub(crate) support: Support,
}

named! {
    /// The operations of the algebra.
    #[derive(Clone, Copy, Debug)]
    enum Verb {
        /// All parts of a date together.
        And = "and",
        /// A direction and a unit: `last month`.
        Shift = "shift",
        /// A number of units.
        Span = "span",
        /// One unit, and what the code adds (`0.5` for `and a half`).
        One = "one",
        /// An unknown number of units.
        Some = "some",
        /// The period under report, or the one a year before it.
        Compare = "compare",
        /// A length counted from the present or from what was told.
        Away = "away",
        /// So many of a weekday from the present or from what was told: `two Fridays ago`.
        AwayDay = "awayday",
        /// A length counted from a point.
        From = "from",
        /// The nth unit of a point.
        Nth = "nth",
        /// The nth weekday of a month.
        NthDay = "nthday",
        /// Two lengths together: `two years and three months`.
        Both = "both",
        /// The same side by side, in any order: `2 days 1 month`.
        Mixed = "mixed",
        /// A repeated time, from a unit, a weekday, a part of the day or a frequency word.
        Each = "each",
        /// The length that a unit has: `per day`.
        Rate = "rate",
        /// A reference to the present.
        Ref = "ref",
        /// A century from its ordinal.
        Century = "century",
        /// An amount of numbers with a decimal half: `two and a half years`.
        Plus = "plus",
        /// A length as it is.
        Same = "same",
        /// Two units: `a couple of weeks`.
        Two = "two",
        /// A share of a unit, in the next smaller one: `half an hour`.
        Share = "share",
        /// A half of a year, by its number.
        Half = "half",
        /// A year counted before or after the common era.
        Era = "era",
        /// A length counted back from the present, where a word in front says so (`hace dos años`).
        Ago = "ago",
        /// A part of the day after the one told of: `the next morning`.
        NextPart = "nextpart",
        /// Minutes of an hour: `ten past nine`, `quarter to six`.
        Past = "past",
        /// An unknown length counted from somewhere: `years ago`.
        AwaySome = "awaysome",
    }
}

impl Action {
    /// Reads `verb code? support?`.
    pub(crate) fn read(text: &'static str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let verb = Verb::named(words.next()?)?;
        let mut action = Self { verb, code: "", support: Support::Alone };
        for word in words {
            match word {
                "!cue" => action.support = Support::Cue,
                "!year" => action.support = Support::Year,
                "!asked" => action.support = Support::Asked,
                "!present" => action.support = Support::Present,
                "!end" => action.support = Support::End,
                "!amount" => action.support = Support::Amount,
                "!day" => action.support = Support::Day,
                "!whole" => action.support = Support::Whole,
                code => action.code = code,
            }
        }
        Some(action)
    }

    /// The meaning of a match; `None` where the parts do not fit together.
    pub(crate) fn apply(self, parts: &[Part], tokens: &[Token]) -> Option<Meaning> {
        let parts = Parts { parts, tokens };
        match self.verb {
            Verb::And => parts.and().map(Meaning::Point),
            Verb::Shift => parts.shift(self.code),
            Verb::Span => parts.span(0.0, self.code).map(Meaning::Span),
            Verb::Plus => parts.span(self.code.parse().ok()?, "").map(Meaning::Span),
            Verb::One => {
                let more: f64 = if self.code.is_empty() { 0.0 } else { self.code.parse().ok()? };
                parts.one(more).map(Meaning::Span)
            }
            Verb::Same => parts.amount().map(Meaning::Span),
            Verb::Two => parts.of_unit(Some(2.0)).map(Meaning::Span),
            Verb::Share => parts.share(self.code.parse().ok()?).map(Meaning::Span),
            Verb::Half => parts.half(self.code),
            Verb::Era => parts.era().map(Meaning::Point),
            Verb::AwaySome => parts.away_some().map(Meaning::Reference),
            Verb::Some => parts.of_unit(None).map(Meaning::Span),
            Verb::Compare => parts.compare(self.code),
            Verb::Away => parts.away(self.code),
            Verb::AwayDay => parts.away_day(),
            Verb::Ago => parts.away("-1@"),
            Verb::Past => parts.past(self.code).map(Meaning::Point),
            Verb::NextPart => parts.next_part(),
            Verb::From => parts.from(),
            Verb::Nth => parts.nth(),
            Verb::NthDay => parts.nth_weekday(self.code),
            Verb::Both => parts.both().map(Meaning::Span),
            Verb::Mixed => parts.mixed().map(Meaning::Span),
            Verb::Each => parts.each().map(Meaning::Each),
            Verb::Rate => {
                let amount = parts.amount().or_else(|| parts.one(0.0))?;
                Some(Meaning::Each(Value::Span(amount)))
            }
            Verb::Ref => parts.reference(self.code).map(Meaning::Reference),
            Verb::Century => parts.century(),
        }
    }
}
