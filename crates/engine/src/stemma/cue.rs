//! What speaks for and against one text being the model of another, and how much.

/// One cue, as it was found or counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    /// Words put for words, each place.
    PutFor,
    /// Pieces the copy adds: the logarithm of their words, summed.
    Added,
    /// Pieces of the model the copy drops: the logarithm of their words, summed.
    Dropped,
    /// The copy ends before its model.
    Cut,
    /// The copy speaks of its own outlet in a piece of its own, each piece.
    OwnVoice,
    /// The model's words on its own outlet are left out, each piece.
    OwnVoiceDropped,
    /// The copy adds the name of an agency, each place.
    CreditAdded,
    /// The copy adds a line that stands on other pages too, each line.
    FurnitureAdded,
    /// The copy lacks such a line of its model, each line.
    FurnitureDropped,
    /// The copy's headline is the beginning of its model's.
    HeadlineCut,
    /// The copy's headline is another one.
    HeadlineChanged,
    /// The copy says the same in other words; how much of the shorter text that is not.
    Reworded,
    /// Both came out under one name.
    OneOutlet,
    /// The copy credits the model's outlet.
    Credits,
    /// The copy credits the agency that published the model.
    CreditsAgency,
    /// The copy's page says that it is based on the model's.
    BasedOn,
    /// Words in which the model names its own outlet stand in the copy.
    CarriesName,
    /// The model came out shortly before.
    Near,
    /// The model came out before.
    Far,
    /// The order of their times is open.
    Undated,
    /// The copy came out before, by no more than a wrong zone makes.
    Reversed,
    /// The copy came out before by the clock of the outlet that published both.
    ReversedAtHome,
    /// The copy is marked as a later update of the same outlet's text.
    Updates,
    /// The model is marked as the later update.
    UpdatedBefore,
    /// Both are captures of one page, and the model is the earlier.
    EarlierRevision,
    /// The text is nobody's copy.
    Original,
    /// An original that credits an outlet whose text is among its kin.
    OriginalCredits,
    /// An original that an agency published.
    OriginalOfAgency,
}

impl Cue {
    /// What one of it adds to the logarithm of the odds.
    ///
    /// Round numbers near those that a log-linear model over whole trees learns on the
    /// development half of `lineage-made` (`bench/copies/calibrate`, which also tells how well such a
    /// model does on families that it has not seen). Five are set by what they mean, as the data
    /// has none of them: `Reworded`, `BasedOn`, `Updates`, `UpdatedBefore`, `EarlierRevision`;
    /// `Reversed` is stricter than what is learned there, where every sixteenth clock is wrong.
    pub(crate) fn weight(self) -> f64 {
        match self {
            Self::PutFor => -0.4,
            Self::Added => -0.6,
            Self::Dropped => -0.15,
            Self::Cut => -1.2,
            Self::OwnVoice => 1.0,
            Self::OwnVoiceDropped => -3.0,
            Self::CreditAdded => -1.2,
            Self::FurnitureAdded => -0.6,
            Self::FurnitureDropped => -1.9,
            Self::HeadlineCut => -0.6,
            Self::HeadlineChanged => -2.5,
            Self::Reworded => -4.0,
            Self::OneOutlet => -0.5,
            Self::Credits => 2.0,
            Self::CreditsAgency => 1.6,
            Self::CarriesName => 2.2,
            Self::Near => 2.4,
            Self::Far => 1.0,
            Self::Undated => 1.5,
            Self::Reversed => -1.0,
            Self::ReversedAtHome => -4.0,
            Self::BasedOn | Self::Updates | Self::EarlierRevision => 4.0,
            Self::UpdatedBefore => -4.0,
            Self::Original => -6.0,
            Self::OriginalCredits => -3.0,
            Self::OriginalOfAgency => 0.5,
        }
    }

    /// Whether it tells the order of two texts from outside their wording. Editors cut, extend and
    /// correct, so that wording alone is no basis for a claim of order.
    pub(crate) fn tells_order(self) -> bool {
        matches!(
            self,
            Self::OwnVoice
                | Self::Credits
                | Self::CreditsAgency
                | Self::BasedOn
                | Self::CarriesName
                | Self::Near
                | Self::Far
                | Self::Updates
                | Self::EarlierRevision
        )
    }

    /// Whether it settles the order by what a text says itself.
    pub(crate) fn settles_order(self) -> bool {
        matches!(
            self,
            Self::Credits
                | Self::CreditsAgency
                | Self::BasedOn
                | Self::Updates
                | Self::EarlierRevision
        )
    }
}

/// The cues found for one edge, each with how often or how much.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Evidence(Vec<(Cue, f64)>);

impl Evidence {
    pub(crate) fn add(&mut self, cue: Cue, amount: f64) {
        if amount == 0.0 {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| *known == cue) {
            Some((_, total)) => *total += amount,
            None => self.0.push((cue, amount)),
        }
    }

    pub(crate) fn add_if(&mut self, holds: bool, cue: Cue) {
        if holds {
            self.add(cue, 1.0);
        }
    }

    pub(crate) fn has(&self, cue: Cue) -> bool {
        self.0.iter().any(|(known, _)| *known == cue)
    }

    /// Whether any cue fits.
    pub(crate) fn any(&self, fits: impl Fn(Cue) -> bool) -> bool {
        self.0.iter().any(|(cue, _)| fits(*cue))
    }

    /// The logarithm of the odds, but for a constant.
    pub(crate) fn weight(&self) -> f64 {
        self.0.iter().map(|(cue, amount)| cue.weight() * amount).sum()
    }

    /// The cues with their amounts.
    pub(crate) fn cues(&self) -> &[(Cue, f64)] {
        &self.0
    }
}
