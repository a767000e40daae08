//! Stories told again where their articles, or what people say of them, have changed.

use crate::correction::{self, Correction, JournalEntry};
use crate::{Store, StoreError, add, page, partition, row};
use jiff::civil::Date;
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use tellings::{Config, Settled};
use tellings_model::{Annotated, Based, Basis, Stamp, StoryId};

/// What a telling is at, for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The articles are grouped.
    Grouping,
    /// So many groups of so many are told.
    Telling {
        /// Groups that are done.
        n_done: usize,
        /// Groups in all.
        n_all: usize,
    },
}

/// What a telling did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Stories that were told.
    pub n_stories: usize,
    /// Stories that are no more: their articles tell others.
    pub n_gone: usize,
}

/// How many groups are looked up before they are told.
const ROUND: usize = 2_000;

impl Store {
    /// Tells every story whose articles or corrections changed since it was told.
    ///
    /// The result is that of telling all articles anew. What was told when the process ends is
    /// kept, and the next telling goes on from there. Fails as [`StoreError::Busy`] where another
    /// process is telling.
    pub fn tell(&mut self, progress: &mut dyn FnMut(Step)) -> Result<Told, StoreError> {
        let _lock = self.lock()?;
        progress(Step::Grouping);
        self.mark_stale()?;
        partition::regroup(&mut self.reader.connection, &self.config, &self.limits)?;
        let mut told = Told::default();
        let n_all: i64 =
            self.connection
                .query_row("SELECT count(*) FROM pending_group", [], |row| row.get(0))?;
        let n_all = usize::try_from(n_all).unwrap_or(0);
        let mut n_done = 0;
        loop {
            let journal = correction::journal(&self.connection)?;
            let rules = Rules::new(&self.connection, &journal)?;
            let pending = pending(&self.connection)?;
            if pending.is_empty() {
                return Ok(told);
            }
            let mut met: BTreeSet<i64> = BTreeSet::new();
            let mut open: Vec<Family> = Vec::new();
            let mut ready: Option<Batch> = None;
            for (at, &(machine, _)) in (1..).zip(&pending) {
                if !met.contains(&machine) {
                    let family = Family::of(&self.connection, machine, &rules)?;
                    met.extend(&family.machines);
                    open.push(family);
                }
                let n_articles: usize = open.iter().map(|family| family.members.len()).sum();
                let n_bytes: usize = open.iter().map(|family| family.n_bytes).sum();
                let is_full = n_articles >= self.limits.batch || n_bytes >= self.limits.batch_bytes;
                if is_full || at == pending.len() {
                    let families = std::mem::take(&mut open);
                    let (next, n_written) =
                        self.tell_batch(&families, &rules, ready.take(), &pending, &mut told)?;
                    ready = Some(next);
                    n_done += n_written;
                    progress(Step::Telling { n_done, n_all: n_all.max(n_done) });
                }
            }
            if let Some(last) = ready {
                n_done +=
                    last.write(&mut self.reader.connection, self.method, &pending, &mut told)?;
                progress(Step::Telling { n_done, n_all: n_all.max(n_done) });
            }
        }
    }

    /// Whether anything waits to be told.
    pub fn is_told(&self) -> Result<bool, StoreError> {
        let sql =
            "SELECT (SELECT count(*) FROM pending_frame) + (SELECT count(*) FROM pending_group)";
        Ok(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))? == 0)
    }

    /// Only one process tells at a time; the lock ends with the process.
    fn lock(&self) -> Result<File, StoreError> {
        let mut path = self.path.as_os_str().to_owned();
        path.push("-lock");
        let file = File::create(path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::Busy),
            Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Marks what another program, or other settings, told.
    fn mark_stale(&mut self) -> Result<(), StoreError> {
        let method = self.method;
        let stale = "SELECT 1 FROM story WHERE method <> ?1 LIMIT 1";
        if self.connection.query_row(stale, [method], |_| Ok(())).optional()?.is_none() {
            return Ok(());
        }
        let change = self.write()?;
        let machines: Vec<i64> = {
            let mut select = change.prepare(
                "SELECT DISTINCT machine FROM article JOIN story ON story.id = article.story \
                 WHERE method <> ?1 AND machine IS NOT NULL",
            )?;
            let machines = select.query_map([method], |row| row.get(0))?;
            machines.collect::<Result<_, _>>()?
        };
        for machine in machines {
            partition::mark(&change, machine)?;
        }
        // New settings may group otherwise.
        change.execute("DELETE FROM state WHERE name = 'grouping'", [])?;
        Ok(change.commit()?)
    }

    /// Tells some families while the batch before them is written, for the two have no article in common;
    /// gives what was told, and how many groups were written.
    fn tell_batch(
        &mut self,
        families: &[Family],
        rules: &Rules,
        before: Option<Batch>,
        pending: &[(i64, i64)],
        told: &mut Told,
    ) -> Result<(Batch, usize), StoreError> {
        let method = self.method;
        let mut work: Vec<Group> = Vec::new();
        let mut gone: Vec<i64> = Vec::new();
        for family in families {
            let groups = family.groups(rules, method);
            let kept: BTreeSet<i64> = groups.iter().filter_map(|group| group.told_as).collect();
            gone.extend(family.stories.keys().filter(|story| !kept.contains(story)));
            work.extend(groups.into_iter().filter(|group| group.told_as.is_none()));
        }
        let pages = self.pages(&work)?;
        let (connection, config) = (&mut self.reader.connection, &self.config);
        let (written, ready) = rayon::join(
            || before.map_or(Ok(0), |batch| batch.write(connection, method, pending, told)),
            || -> Result<Vec<row::Ready>, StoreError> {
                // Halves of a batch never end together: each group is a piece by itself.
                let told = work.into_par_iter().zip(pages).with_max_len(1);
                told.filter_map(|(group, pages)| tell(group, pages, config).transpose()).collect()
            },
        );
        let machines = families.iter().flat_map(|family| family.machines.iter().copied()).collect();
        Ok((Batch { ready: ready?, gone, machines }, written?))
    }

    fn pages(&self, work: &[Group]) -> Result<Vec<Vec<tellings_model::Page>>, StoreError> {
        let of = |group: &Group| {
            group.members.iter().map(|member| page::read(&self.connection, member.id)).collect()
        };
        work.iter().map(of).collect()
    }
}

/// Stories that are told and not yet written.
struct Batch {
    ready: Vec<row::Ready>,
    /// The stories that are no more.
    gone: Vec<i64>,
    /// The groups they are told of.
    machines: BTreeSet<i64>,
}

impl Batch {
    /// Writes all in one transaction; gives how many groups that were.
    fn write(
        self,
        connection: &mut Connection,
        method: i64,
        pending: &[(i64, i64)],
        told: &mut Told,
    ) -> Result<usize, StoreError> {
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for &story in &self.gone {
            row::remove(&change, story)?;
        }
        for story in &self.ready {
            row::write(&change, story, method)?;
        }
        told.n_stories += self.ready.len();
        told.n_gone += self.gone.len();
        let mut n_done = 0;
        {
            let mut delete = change
                .prepare_cached("DELETE FROM pending_group WHERE machine = ?1 AND stamp = ?2")?;
            for &(machine, stamp) in pending.iter().filter(|(at, _)| self.machines.contains(at)) {
                n_done += delete.execute([machine, stamp])?;
            }
        }
        change.commit()?;
        Ok(n_done)
    }
}

/// The groups that wait to be told, with their stamps.
fn pending(from: &Connection) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut select =
        from.prepare_cached("SELECT machine, stamp FROM pending_group ORDER BY machine LIMIT ?1")?;
    let round = i64::try_from(ROUND).unwrap_or(i64::MAX);
    let groups = select.query_map([round], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(groups.collect::<Result<_, _>>()?)
}

/// What the journal says now.
struct Rules<'a> {
    /// Splits and merges, in order.
    regroup: Vec<&'a Correction>,
    /// The machine's groups that each of them ties together.
    tied: BTreeMap<i64, BTreeSet<i64>>,
    /// Names and pairs of articles that people settled.
    settled: Vec<&'a Correction>,
    pinned: BTreeMap<&'a str, Date>,
}

impl<'a> Rules<'a> {
    fn new(from: &Connection, journal: &'a [JournalEntry]) -> Result<Self, StoreError> {
        let mut rules = Self {
            regroup: Vec::new(),
            tied: BTreeMap::new(),
            settled: Vec::new(),
            pinned: correction::pinned(journal),
        };
        for entry in journal.iter().filter(|entry| !entry.undone) {
            match &entry.correction {
                Correction::Split { .. } | Correction::Merge { .. } => {
                    rules.tie(from, &entry.correction)?;
                    rules.regroup.push(&entry.correction);
                }
                Correction::SameSpeaker { .. } | Correction::NotACopy { .. } => {
                    rules.settled.push(&entry.correction);
                }
                Correction::PinDate { .. } | Correction::Undo { .. } => {}
            }
        }
        Ok(rules)
    }

    fn tie(&mut self, from: &Connection, correction: &Correction) -> Result<(), StoreError> {
        let mut machines = BTreeSet::new();
        let mut select = from.prepare_cached(
            "SELECT machine FROM article JOIN page ON page.id = article.id WHERE page.key = ?1",
        )?;
        for key in correction.articles() {
            let machine: Option<Option<i64>> =
                select.query_row([key], |row| row.get(0)).optional()?;
            machines.extend(machine.flatten());
        }
        for &machine in &machines {
            self.tied.entry(machine).or_default().extend(&machines);
        }
        Ok(())
    }
}

/// An article of a group.
#[derive(Clone, Debug)]
struct Member {
    id: i64,
    key: String,
    pinned: Option<Date>,
}

/// Groups that must be told together, because an article or a correction leads from one to the
/// other, and the stories that stand for them now.
struct Family {
    machines: BTreeSet<i64>,
    /// The id and the machine's group of each article, by key.
    members: BTreeMap<String, (i64, i64)>,
    /// The bytes of their pages.
    n_bytes: usize,
    /// The stories and the hashes of their members.
    stories: BTreeMap<i64, (String, i64)>,
}

impl Family {
    fn of(from: &Connection, machine: i64, rules: &Rules) -> Result<Self, StoreError> {
        let mut family = Self {
            machines: BTreeSet::new(),
            members: BTreeMap::new(),
            n_bytes: 0,
            stories: BTreeMap::new(),
        };
        let mut open = vec![machine];
        while let Some(machine) = open.pop() {
            if !family.machines.insert(machine) {
                continue;
            }
            open.extend(rules.tied.get(&machine).into_iter().flatten());
            let mut members = from.prepare_cached(
                "SELECT article.id, page.key, article.story, page.n_bytes FROM article \
                 JOIN page ON page.id = article.id WHERE machine = ?1",
            )?;
            let mut rows = members.query([machine])?;
            while let Some(row) = rows.next()? {
                family.members.insert(row.get(1)?, (row.get(0)?, machine));
                family.n_bytes += usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
                if let Some(story) = row.get::<_, Option<i64>>(2)? {
                    open.extend(family.story(from, story)?);
                }
            }
        }
        Ok(family)
    }

    /// Takes a story in; gives the groups its articles belong to now.
    fn story(&mut self, from: &Connection, story: i64) -> Result<Vec<i64>, StoreError> {
        if self.stories.contains_key(&story) {
            return Ok(Vec::new());
        }
        let told = from
            .prepare_cached("SELECT members, method FROM story WHERE id = ?1")?
            .query_row([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.stories.insert(story, told);
        let mut machines = from.prepare_cached(
            "SELECT DISTINCT machine FROM article WHERE story = ?1 AND machine IS NOT NULL",
        )?;
        let machines = machines.query_map([story], |row| row.get(0))?;
        Ok(machines.collect::<Result<_, _>>()?)
    }

    /// The groups as the machine and then the journal have them.
    fn groups(&self, rules: &Rules, method: i64) -> Vec<Group> {
        let mut by_machine: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
        for (key, (_, machine)) in &self.members {
            by_machine.entry(*machine).or_default().push(key);
        }
        // Ids differ from file to file; keys do not.
        let mut groups: Vec<Vec<&str>> = by_machine.into_values().collect();
        groups.sort();
        let mut groups = correction::regroup(groups, &rules.regroup);
        groups.retain(|group| !group.is_empty());
        let groups = groups.into_iter().map(|keys| {
            let members: Vec<Member> = keys
                .iter()
                .filter_map(|&key| {
                    let (id, _) = *self.members.get(key)?;
                    Some(Member { id, key: key.to_owned(), pinned: rules.pinned.get(key).copied() })
                })
                .collect();
            Group::new(members, rules, method, &self.stories)
        });
        groups.collect()
    }
}

/// The articles of one story to be.
struct Group {
    members: Vec<Member>,
    /// A hash of the articles and of what is settled of them.
    hash: String,
    /// The story that stands for exactly this already.
    told_as: Option<i64>,
    settled: Settled,
}

impl Group {
    fn new(
        mut members: Vec<Member>,
        rules: &Rules,
        method: i64,
        stories: &BTreeMap<i64, (String, i64)>,
    ) -> Self {
        members.sort_by(|a, b| a.key.cmp(&b.key));
        let place = |key: &str| members.iter().position(|member| member.key == key);
        let mut settled = Settled::default();
        for correction in &rules.settled {
            match correction {
                Correction::NotACopy { article, other } => {
                    settled.not_copies.extend(place(article).zip(place(other)));
                }
                Correction::SameSpeaker { article, name, other } if place(article).is_some() => {
                    settled.same_speakers.push((name.clone(), other.clone()));
                }
                _ => {}
            }
        }
        let mut hasher = blake3::Hasher::new();
        for member in &members {
            hasher.update(member.key.as_bytes());
            hasher.update(member.pinned.map_or(String::new(), |day| day.to_string()).as_bytes());
            hasher.update(b"\n");
        }
        hasher.update(format!("{settled:?}").as_bytes());
        let hash = hasher.finalize().to_hex().as_str().to_owned();
        let told_as = stories
            .iter()
            .find(|(_, (told, by))| *told == hash && *by == method)
            .map(|(&story, _)| story);
        Self { members, hash, told_as, settled }
    }
}

/// Tells one group; `None` where none of its pages gives an article any more.
fn tell(
    group: Group,
    pages: Vec<tellings_model::Page>,
    config: &Config,
) -> Result<Option<row::Ready>, StoreError> {
    let mut articles = Vec::with_capacity(pages.len());
    let mut ids = Vec::with_capacity(pages.len());
    let mut annotator = tellings::Annotator::new(config);
    for (member, page) in group.members.iter().zip(&pages) {
        let Some(mut article) = add::extracted(page, &config.extract, &mut Vec::new()) else {
            continue;
        };
        if let Some(day) = member.pinned {
            article.published = Some(Based::new(Stamp { day, instant: None }, Basis::Declared));
        }
        let annotations = annotator.annotate(&article);
        articles.push(Annotated { article, annotations });
        ids.push((member.id, member.key.as_str()));
    }
    drop(pages);
    if articles.is_empty() {
        return Ok(None);
    }
    let (mut story, order) = tellings::tell_as_one(articles, &group.settled, config);
    let ids: Vec<(i64, &str)> = order.iter().filter_map(|&at| ids.get(at).copied()).collect();
    let first = ids.first().map_or("", |(_, key)| key);
    story.id = StoryId::new(story_key(first));
    row::Ready::new(&story, ids.iter().map(|(id, _)| *id).collect(), group.hash).map(Some)
}

/// A story is named after its first article, so that it keeps its name while it grows.
fn story_key(first: &str) -> String {
    let hash = blake3::hash(first.as_bytes()).to_hex();
    std::iter::once('s').chain(hash.as_str().chars().take(16)).collect()
}
