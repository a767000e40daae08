//! Which articles the engine groups together, kept up to date at the cost of what changed.
//!
//! A store of up to [`Limits::whole`](crate::Limits) articles is grouped as one batch, as
//! `tellings read` would. A larger one is grouped week by week: the articles of a week together
//! with those of the week before it, and each group goes on with the story that most of its
//! articles of the week before belong to; one story goes on in one group at most. So the groups
//! of a week depend on that week, the one before, and the stories that reached it. When a week
//! changes, it and the next are grouped again, and so on while stories change their names. The
//! result is that of grouping all weeks in order.

use crate::frame::Frame;
use crate::{Limits, StoreError};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use tellings::{Config, Grouping};
use tellings_model::{Article, ArticleId, Based, Basis, Stamp};

/// An article that has been read for grouping.
struct Light {
    id: i64,
    key: String,
    /// The group it belongs to now.
    machine: Option<i64>,
    published: Option<Stamp>,
}

/// Articles without their texts, and what grouping keeps of each, in the same order.
#[derive(Default)]
struct Shelf {
    lights: Vec<Light>,
    read: Grouping,
}

/// How many texts are fetched while as many are read, and about how many bytes of text.
const AT_ONCE: usize = 1_000;
const BYTES_AT_ONCE: usize = 32 << 20;

impl Shelf {
    /// The articles that a query gives, see [`read`].
    fn of(
        mut rows: impl Iterator<Item = rusqlite::Result<(Light, Article)>>,
        config: &Config,
    ) -> Result<Self, StoreError> {
        let Self { mut lights, mut read } = Self::default();
        let mut fetched: Vec<Article> = Vec::new();
        loop {
            let (mut articles, mut n_bytes) = (Vec::new(), 0);
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| read.add(&fetched.iter().collect::<Vec<_>>(), config));
                while articles.len() < AT_ONCE
                    && n_bytes < BYTES_AT_ONCE
                    && let Some(row) = rows.next()
                {
                    let (light, article) = row?;
                    n_bytes += article.text().len();
                    lights.push(light);
                    articles.push(article);
                }
                Ok::<_, StoreError>(())
            })?;
            if articles.is_empty() {
                return Ok(Self { lights, read });
            }
            fetched = articles;
        }
    }
}

/// Groups again what has to be.
///
/// Everything is written in one transaction: new groups, the groups to tell, the frames that are
/// done.
pub(crate) fn regroup(
    connection: &mut Connection,
    config: &Config,
    limits: &Limits,
) -> Result<(), StoreError> {
    let snapshot = connection.transaction()?;
    let n: i64 = snapshot.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
    let whole = usize::try_from(n).unwrap_or(usize::MAX) <= limits.whole;
    let grouping = if whole { "whole" } else { "frames" };
    let before: Option<String> = snapshot
        .query_row("SELECT value FROM state WHERE name = 'grouping'", [], |row| row.get(0))
        .optional()?;
    let pending = Frame::pending(&snapshot)?;
    let frames = match before {
        Some(before) if before == grouping => pending.iter().map(|(frame, _)| *frame).collect(),
        _ => every_frame(&snapshot)?,
    };
    if frames.is_empty() {
        return Ok(());
    }
    let mut changes = Changes::default();
    if whole {
        let mut select = snapshot.prepare(&format!("{SELECT} ORDER BY article.id"))?;
        let (none, all) = (Shelf::default(), Shelf::of(select.query_map([], read)?, config)?);
        group_frame(&together(&none, &all, config), &none, &all, &mut changes);
    } else {
        group_frames(&snapshot, config, frames, &mut changes)?;
    }
    drop(snapshot);

    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    {
        let mut update = change.prepare_cached("UPDATE article SET machine = ?2 WHERE id = ?1")?;
        for (id, machine) in changes.groups {
            update.execute([id, machine])?;
        }
    }
    for machine in changes.touched {
        mark(&change, machine)?;
    }
    for (frame, stamp) in pending {
        frame.done(stamp, &change)?;
    }
    change.execute("INSERT OR REPLACE INTO state VALUES ('grouping', ?1)", [grouping])?;
    Ok(change.commit()?)
}

/// Notes that a group has to be told again.
pub(crate) fn mark(to: &Connection, machine: i64) -> Result<(), StoreError> {
    let mut insert = to.prepare_cached(
        "INSERT OR REPLACE INTO pending_group (machine, stamp) \
         VALUES (?1, (SELECT ifnull(max(stamp), 0) + 1 FROM pending_group))",
    )?;
    insert.execute([machine])?;
    Ok(())
}

fn every_frame(from: &Connection) -> Result<Vec<Frame>, StoreError> {
    let mut select = from.prepare("SELECT DISTINCT frame FROM article")?;
    let frames = select.query_map([], |row| Ok(Frame::from_number(row.get(0)?)))?;
    Ok(frames.collect::<Result<_, _>>()?)
}

/// What grouping changes.
#[derive(Default)]
struct Changes {
    /// The new group of each article that has one.
    groups: BTreeMap<i64, i64>,
    /// The groups that lost or won an article.
    touched: BTreeSet<i64>,
}

impl Changes {
    fn note(&mut self, light: &Light, machine: i64) -> bool {
        if light.machine == Some(machine) {
            return false;
        }
        self.touched.extend(light.machine.into_iter().chain([machine]));
        self.groups.insert(light.id, machine);
        true
    }
}

fn group_frames(
    from: &Connection,
    config: &Config,
    frames: Vec<Frame>,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let mut open: BTreeSet<Frame> =
        frames.into_iter().flat_map(|frame| [Some(frame), frame.after()]).flatten().collect();
    let mut shelves: BTreeMap<Frame, Shelf> = BTreeMap::new();
    // What stands together in the next frame, where it was looked for beside the one before.
    let mut ahead: Option<Found> = None;
    let none = Shelf::default();
    while let Some(frame) = open.pop_first() {
        let next = frame.after().filter(|next| ahead.is_none() && open.first() == Some(next));
        let wanted = [frame.before(), Some(frame), next];
        shelves.retain(|frame, _| wanted.contains(&Some(*frame)));
        for frame in wanted.into_iter().flatten() {
            if let Entry::Vacant(place) = shelves.entry(frame) {
                place.insert(frame_of(from, frame, config)?);
            }
        }
        let [before, own, after] =
            wanted.map(|frame| frame.and_then(|frame| shelves.get(&frame)).unwrap_or(&none));
        let (found, later) = match ahead.take() {
            Some(found) => (found, None),
            None => rayon::join(
                || together(before, own, config),
                || next.map(|_| together(own, after, config)),
            ),
        };
        ahead = later;
        if group_frame(&found, before, own, changes) {
            open.extend(frame.after());
        }
        for light in shelves.get_mut(&frame).into_iter().flat_map(|own| &mut own.lights) {
            light.machine = changes.groups.get(&light.id).copied().or(light.machine);
        }
    }
    Ok(())
}

/// Groups one frame by what was found of it and the one before; gives whether an article of it changed
/// its group.
fn group_frame(found: &Found, before: &Shelf, own: &Shelf, changes: &mut Changes) -> bool {
    // How many articles each group shares with each story of the week before, and which comes first.
    let mut claims: Vec<(usize, usize, usize, i64)> = Vec::new();
    for (at, members) in found.iter().enumerate() {
        let mut shared: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
        for (place, &member) in members.iter().enumerate() {
            if let Some(machine) = before.lights.get(member).and_then(|light| light.machine) {
                shared.entry(machine).or_insert((0, place)).0 += 1;
            }
        }
        claims.extend(shared.into_iter().map(|(machine, (n, place))| (n, at, place, machine)));
    }
    claims.sort_by_key(|&(n, at, place, _)| (std::cmp::Reverse(n), at, place));
    let mut goes_on: BTreeMap<usize, i64> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (_, at, _, machine) in claims {
        if !goes_on.contains_key(&at) && taken.insert(machine) {
            goes_on.insert(at, machine);
        }
    }

    let mut any = false;
    for (at, members) in found.iter().enumerate() {
        let mine = members.iter().filter_map(|member| member.checked_sub(before.lights.len()));
        let mine: Vec<&Light> = mine.filter_map(|place| own.lights.get(place)).collect();
        let Some(first) = mine.first() else { continue };
        let machine = goes_on.get(&at).copied().unwrap_or(first.id);
        any |= mine.iter().fold(false, |any, light| changes.note(light, machine) | any);
    }
    any
}

/// The groups that hold articles of a frame, in order of their first ones, each in order of publication.
/// A member is named by its place among those of the frame before and, after them, those of its own.
type Found = Vec<Vec<usize>>;

fn together(before: &Shelf, own: &Shelf, config: &Config) -> Found {
    if own.lights.is_empty() {
        return Found::new();
    }
    let mut read = Grouping::default();
    [before, own].iter().for_each(|shelf| read.join(&shelf.read));
    let lights = before.lights.iter().chain(&own.lights).enumerate();
    let mut seated: Vec<_> = lights.zip(read.seats(config)).collect();
    seated.sort_by(|((_, a), _), ((_, b), _)| order(a).cmp(&order(b)));
    let mut places = BTreeMap::new();
    let mut groups = Found::new();
    for ((member, _), seat) in seated {
        let place = *places.entry(seat.story).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.get_mut(place) {
            group.push(member);
        }
    }
    groups.retain(|members| members.iter().any(|member| *member >= before.lights.len()));
    groups
}

/// By publication, undated ones last, then by key.
fn order(light: &Light) -> (bool, Option<Stamp>, &str) {
    (light.published.is_none(), light.published, &light.key)
}

const SELECT: &str = "SELECT article.id, page.key, article.machine, article.title, article.text, \
    article.day, article.instant, article.url, article.outlet \
    FROM article JOIN page ON page.id = article.id";

fn frame_of(from: &Connection, frame: Frame, config: &Config) -> Result<Shelf, StoreError> {
    let mut select =
        from.prepare_cached(&format!("{SELECT} WHERE frame IS ?1 ORDER BY article.id"))?;
    Shelf::of(select.query_map([frame.number()], read)?, config)
}

/// An article by the columns of [`SELECT`].
fn read(row: &Row<'_>) -> rusqlite::Result<(Light, Article)> {
    let key: String = row.get(1)?;
    let mut article = Article::new(ArticleId::new(key.as_str()), row.get(4)?);
    let declared = |value: Option<String>| value.map(|value| Based::new(value, Basis::Declared));
    let published = stamp(row.get(5)?, row.get(6)?);
    article.title = declared(row.get(3)?);
    article.published = published.map(|stamp| Based::new(stamp, Basis::Declared));
    article.url = row.get(7)?;
    article.outlet = declared(row.get(8)?);
    Ok((Light { id: row.get(0)?, key, machine: row.get(2)?, published }, article))
}

/// A day and an instant as the table has them.
fn stamp(day: Option<String>, instant: Option<String>) -> Option<Stamp> {
    let day: Date = day?.parse().ok()?;
    Some(Stamp { day, instant: instant.and_then(|instant| instant.parse().ok()) })
}
