//! Articles one by one → what each changes among the stories.
//!
//! The same vectors, score, index and average link as for a batch. A new article is compared with
//! what came before; the stories of those that are like it are made anew, together with it, so that
//! stories merge and split as evidence arrives. All else stays as it was.

use super::fold::Fold;
use super::identity::inherit;
use super::index::{Index, Pair, Room};
use super::journal::Ties;
use super::score::Text;
use super::story::stories;
use super::story_id;
use super::vector::{Rarity, Reading};
use crate::Config;
use crate::copies::Sketch;
use tellings_model::{Article, ArticleId, Seat, StoryChange, StoryId};

/// Stories that grow as articles arrive.
///
/// Articles come in order of time. Memory grows with the articles of the last
/// [`GroupConfig::keep_days`](crate::GroupConfig::keep_days), at most
/// [`GroupConfig::keep_articles`](crate::GroupConfig::keep_articles).
pub struct Stream {
    config: Config,
    rarity: Rarity,
    index: Index,
    fold: Fold,
    room: Room,
    texts: Vec<Text>,
    sketches: Vec<Sketch>,
    ids: Vec<ArticleId>,
    /// The articles that decisions of people name, as they came in.
    named: Vec<(ArticleId, u32)>,
    /// The article that each one copies.
    models: Vec<Option<u32>>,
    /// The earlier and later articles each one is like, with the score.
    links: Vec<Vec<(u32, f32)>>,
    seats: Vec<Place>,
    /// The members of each story and the stories of each thread, by name.
    stories: Vec<Vec<u32>>,
    /// The first article that is still remembered.
    first: u32,
    newest: Option<i32>,
}

/// The story and the thread of an article, by number: that of the article they were opened by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    story: u32,
    thread: u32,
}

impl Stream {
    /// Starts without any article.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            rarity: Rarity::default(),
            index: Index::default(),
            fold: Fold::default(),
            room: Room::default(),
            texts: Vec::new(),
            sketches: Vec::new(),
            ids: Vec::new(),
            named: Vec::new(),
            models: Vec::new(),
            links: Vec::new(),
            seats: Vec::new(),
            stories: Vec::new(),
            first: 0,
            newest: None,
        }
    }

    /// Takes an article; gives what it changes, its own seat first.
    pub fn push(&mut self, article: &Article) -> Vec<StoryChange> {
        let at = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.remember(article);
        let mut reading = Reading::of(article, &self.config);
        self.rarity.see(reading.terms());
        self.sketches.push(std::mem::take(&mut reading.sketch));
        self.texts.push(Text::new(&reading, |term| self.rarity.weight(term)));
        self.ids.push(article.id.clone());
        let id = &article.id;
        if self.config.decisions.iter().any(|decided| decided.a == *id || decided.b == *id) {
            self.named.push((id.clone(), at));
        }
        self.seats.push(Place { story: at, thread: at });
        self.stories.push(vec![at]);
        self.links.push(Vec::new());
        let ties = self.ties();
        let model = self
            .fold
            .model_of(at, &self.sketches, &self.texts, &self.config.group)
            .filter(|&model| !ties.name(at) && !ties.name(model));
        self.models.push(model);
        if let Some(model) = model {
            self.join(at, model);
            let article = article.id.clone();
            return vec![StoryChange::Seated { article, seat: self.seat(at), opens: false }];
        }
        self.link(at);
        self.settle(at, &ties)
    }

    /// Where every article stands that has come in, in the order they came.
    pub fn seats(&self) -> Vec<Seat> {
        (0..).take(self.seats.len()).map(|at| self.seat(at)).collect()
    }

    fn ties(&self) -> Ties {
        let known = |id: &ArticleId| self.named.iter().find(|(named, _)| named == id);
        Ties::of(&self.config.decisions, |id| known(id).map(|&(_, at)| at))
    }

    fn seat(&self, at: u32) -> Seat {
        let place = self.place(at);
        Seat { story: self.name(place.story), thread: self.name(place.thread) }
    }

    fn place(&self, at: u32) -> Place {
        self.seats.get(at as usize).copied().unwrap_or(Place { story: at, thread: at })
    }

    fn name(&self, opener: u32) -> StoryId {
        self.ids.get(opener as usize).map_or(StoryId::new(""), story_id)
    }

    /// Seats a copy beside its model.
    fn join(&mut self, at: u32, model: u32) {
        let place = self.place(model);
        if let Some(own) = self.stories.get_mut(at as usize) {
            own.clear();
        }
        if let Some(members) = self.stories.get_mut(place.story as usize) {
            members.push(at);
        }
        if let Some(own) = self.seats.get_mut(at as usize) {
            *own = place;
        }
    }

    /// Finds what came before that is like the article.
    fn link(&mut self, at: u32) {
        let Some(text) = self.texts.get(at as usize) else { return };
        let keys = text.vector.keys(&self.config.group);
        let pairs = self.index.nearest(at, &keys, &self.texts, &mut self.room, &self.config.group);
        self.index.add(at, &keys);
        for (other, _, score) in pairs {
            for (from, to) in [(at, other), (other, at)] {
                if let Some(links) = self.links.get_mut(from as usize) {
                    links.push((to, score));
                }
            }
        }
    }

    /// Makes the stories around an article anew.
    fn settle(&mut self, at: u32, ties: &Ties) -> Vec<StoryChange> {
        let items = self.around(at, ties);
        let before: Vec<Place> = items.iter().map(|&item| self.place(item)).collect();
        let labels = stories(
            &self.texts,
            &items,
            &self.pairs_within(&items),
            &ties.within(&items),
            self.config.group.story_among(self.rarity.n_texts()),
            &self.config.group,
        );
        let old = |of: fn(&Place) -> u32| {
            let (items, before) = (&items, &before);
            move |member: u32| {
                let idx = items.binary_search(&member).ok()?;
                (member != at).then(|| before.get(idx).map(of)).flatten()
            }
        };
        let (story_groups, thread_groups) =
            (gathered(&items, &labels.stories), gathered(&items, &labels.threads));
        let story_names = inherit(&story_groups, old(|place| place.story));
        let thread_names = inherit(&thread_groups, old(|place| place.thread));
        self.rename(&thread_groups, &thread_names, |place, name| place.thread = name);
        self.rename(&story_groups, &story_names, |place, name| place.story = name);
        self.seat_copies(&items, &before, ties);
        self.changes(at, &items, &before)
    }

    /// The articles of the stories that an article may join, and itself: sorted, without copies.
    fn around(&self, at: u32, ties: &Ties) -> Vec<u32> {
        let mut near: Vec<(u32, f32)> = self.links.get(at as usize).cloned().unwrap_or_default();
        near.retain(|&(other, _)| other >= self.first);
        let tied = ties.together.iter().chain(&ties.pinned).filter(|&&(a, b)| a == at || b == at);
        near.extend(tied.map(|&(a, b)| (if a == at { b } else { a }, 1.0)));
        near.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        let mut items = vec![at];
        let mut stories: Vec<u32> = Vec::new();
        for (other, _) in near {
            let story = self.place(other).story;
            if stories.contains(&story) {
                continue;
            }
            stories.push(story);
            let members = self.stories.get(story as usize).map_or(&[][..], Vec::as_slice);
            let own = members.iter().filter(|&&member| self.stands_alone(member));
            items.extend(own.copied().filter(|&member| member >= self.first));
            if items.len() >= self.config.group.settle_articles {
                break;
            }
        }
        items.sort_unstable();
        items.dedup();
        items
    }

    /// Whether an article is no copy of another.
    fn stands_alone(&self, at: u32) -> bool {
        self.models.get(at as usize).is_none_or(Option::is_none)
    }

    /// The links among some articles, by position among them.
    fn pairs_within(&self, items: &[u32]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (later, &item) in (0_u32..).zip(items) {
            let links = self.links.get(item as usize).map_or(&[][..], Vec::as_slice);
            for &(other, score) in links.iter().filter(|(other, _)| *other < item) {
                if let Ok(earlier) = items.binary_search(&other) {
                    pairs.push((u32::try_from(earlier).unwrap_or(u32::MAX), later, score));
                }
            }
        }
        pairs.sort_unstable_by_key(|&(a, b, _)| (a, b));
        pairs
    }

    /// Gives the members of groups their names; a group without one is named by its first member
    /// after whom no story is named yet.
    fn rename(
        &mut self,
        groups: &[Vec<u32>],
        names: &[Option<u32>],
        set: impl Fn(&mut Place, u32),
    ) {
        for (members, name) in groups.iter().zip(names) {
            let is_free = |name: &u32| {
                let holds = self.stories.get(*name as usize).map_or(&[][..], Vec::as_slice);
                holds.iter().all(|member| members.binary_search(member).is_ok())
            };
            let named_by = || members.iter().find(|name| is_free(name)).or(members.first());
            let Some(name) = name.or_else(|| named_by().copied()) else { continue };
            for &member in members {
                if let Some(place) = self.seats.get_mut(member as usize) {
                    set(place, name);
                }
            }
        }
    }

    /// Seats the copies of articles that moved beside their models, the pinned beside their
    /// companions, and brings the lists of members up to date.
    fn seat_copies(&mut self, items: &[u32], before: &[Place], ties: &Ties) {
        let mut touched: Vec<u32> = before.iter().map(|place| place.story).collect();
        touched.sort_unstable();
        touched.dedup();
        let mut moved: Vec<u32> = items.to_vec();
        for &story in &touched {
            if let Some(members) = self.stories.get_mut(story as usize) {
                moved.append(members);
            }
        }
        moved.sort_unstable();
        moved.dedup();
        for &member in &moved {
            if let Some(model) = self.models.get(member as usize).copied().flatten() {
                let place = self.place(model);
                if let Some(own) = self.seats.get_mut(member as usize) {
                    *own = place;
                }
            }
        }
        for (pinned, companion) in ties.seats() {
            if moved.binary_search(&pinned).is_ok() {
                let place = self.place(companion);
                if let Some(own) = self.seats.get_mut(pinned as usize) {
                    *own = place;
                }
            }
        }
        for member in moved {
            let story = self.place(member).story;
            if let Some(members) = self.stories.get_mut(story as usize) {
                members.push(member);
            }
        }
    }

    /// What is other than before.
    fn changes(&self, at: u32, items: &[u32], before: &[Place]) -> Vec<StoryChange> {
        let opens = self.place(at).story == at;
        let article = self.ids.get(at as usize).cloned().unwrap_or(ArticleId::new(""));
        let mut changes = vec![StoryChange::Seated { article, seat: self.seat(at), opens }];
        let moved: Vec<(u32, u32, u32)> = items
            .iter()
            .zip(before)
            .filter(|&(&item, _)| item != at)
            .map(|(&item, before)| (item, before.story, self.place(item).story))
            .filter(|&(_, from, to)| from != to)
            .collect();
        for &(item, from, _) in &moved {
            if let Some(article) = self.ids.get(item as usize).cloned() {
                changes.push(StoryChange::Moved {
                    article,
                    from: self.name(from),
                    seat: self.seat(item),
                });
            }
        }
        let mut ways: Vec<(u32, u32)> = moved.iter().map(|&(_, from, to)| (from, to)).collect();
        ways.sort_unstable();
        ways.dedup();
        for (from, to) in ways {
            let is_empty = self.stories.get(from as usize).is_none_or(Vec::is_empty);
            let was_there = before.iter().any(|place| place.story == to);
            if is_empty {
                changes.push(StoryChange::Merged { story: self.name(from), into: self.name(to) });
            } else if !was_there || to == at {
                changes.push(StoryChange::Split { story: self.name(to), from: self.name(from) });
            }
        }
        changes
    }

    /// Lets what was seen before count less with every day, and drops what is too old.
    fn remember(&mut self, article: &Article) {
        let config = &self.config.group;
        let day = article.published.as_ref().map(|at| super::day::number_of(at.value.day));
        if let Some(day) = day {
            let days = self.newest.map_or(0, |newest| (day - newest).max(0));
            if days > 0 {
                #[expect(clippy::cast_precision_loss, reason = "days are few")]
                self.rarity.age((-(days as f32) / config.rarity_days).exp());
            }
            self.newest = Some(self.newest.map_or(day, |newest| newest.max(day)));
        }
        let n = self.texts.len();
        let oldest = self.newest.map_or(i32::MIN, |newest| newest - config.keep_days);
        let n_old = self
            .texts
            .iter()
            .skip(self.first as usize)
            .take_while(|text| text.published.is_some_and(|day| day < oldest))
            .count();
        let first = (self.first as usize + n_old).max(n.saturating_sub(config.keep_articles));
        // Cleaning up costs as much as all that is kept, so it waits until there is enough to drop.
        if first - self.first as usize > n / 8 + 64 {
            let first_kept = u32::try_from(first).unwrap_or(u32::MAX);
            for at in self.first as usize..first {
                self.texts.get_mut(at).map(std::mem::take);
                self.sketches.get_mut(at).map(std::mem::take);
                self.links.get_mut(at).map(std::mem::take);
            }
            self.index.forget_before(first_kept);
            self.fold.forget_before(first_kept);
            self.first = first_kept;
        }
    }
}

/// The members of each label, by the first of them.
fn gathered(items: &[u32], labels: &[u32]) -> Vec<Vec<u32>> {
    let mut by_label: Vec<(u32, u32)> = labels.iter().copied().zip(items.iter().copied()).collect();
    by_label.sort_unstable();
    by_label
        .chunk_by(|x, y| x.0 == y.0)
        .map(|group| group.iter().map(|&(_, item)| item).collect())
        .collect()
}
