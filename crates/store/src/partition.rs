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
use std::collections::{BTreeMap, BTreeSet};
use tellings::Config;
use tellings_model::{Article, ArticleId, Based, Basis, Stamp};

/// An article as grouping sees it.
struct Light {
    id: i64,
    key: String,
    /// The group it belongs to now.
    machine: Option<i64>,
    article: Article,
}

/// Groups again what has to be; gives how many articles changed their group.
///
/// Everything is written in one transaction: new groups, the groups to tell, the frames that are
/// done.
pub(crate) fn regroup(
    connection: &mut Connection,
    config: &Config,
    limits: &Limits,
) -> Result<usize, StoreError> {
    let mut groups = BTreeMap::new();
    let snapshot = connection.transaction()?;
    let n_articles: i64 =
        snapshot.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
    let whole = usize::try_from(n_articles).unwrap_or(usize::MAX) <= limits.whole;
    let grouping = if whole { "whole" } else { "frames" };
    let before: Option<String> = snapshot
        .query_row("SELECT value FROM state WHERE name = 'grouping'", [], |row| row.get(0))
        .optional()?;
    let pending = Frame::pending(&snapshot)?;
    let frames: Vec<Frame> = if before.as_deref() == Some(grouping) {
        pending.iter().map(|(frame, _)| *frame).collect()
    } else {
        every_frame(&snapshot)?
    };
    if frames.is_empty() {
        return Ok(0);
    }
    let changed = if whole {
        group_whole(&snapshot, config, &mut groups)?
    } else {
        group_frames(&snapshot, config, frames, &mut groups)?
    };
    drop(snapshot);

    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    {
        let mut update = change.prepare_cached("UPDATE article SET machine = ?2 WHERE id = ?1")?;
        for (&id, &machine) in &groups {
            update.execute([id, machine])?;
        }
    }
    for machine in changed {
        mark(&change, machine)?;
    }
    for (frame, stamp) in pending {
        frame.done(stamp, &change)?;
    }
    change.execute("INSERT OR REPLACE INTO state VALUES ('grouping', ?1)", [grouping])?;
    change.commit()?;
    Ok(groups.len())
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

/// The changed groups, by article; gives the groups that lost or won an article.
type Groups = BTreeMap<i64, i64>;

fn note(light: &Light, machine: i64, groups: &mut Groups, changed: &mut BTreeSet<i64>) -> bool {
    if light.machine == Some(machine) {
        return false;
    }
    changed.extend(light.machine);
    changed.insert(machine);
    groups.insert(light.id, machine);
    true
}

fn group_whole(
    from: &Connection,
    config: &Config,
    groups: &mut Groups,
) -> Result<BTreeSet<i64>, StoreError> {
    let mut select = from.prepare(&format!("{SELECT} ORDER BY article.id"))?;
    let lights = select.query_map([], light)?.collect::<Result<Vec<_>, _>>()?;
    let lights: Vec<&Light> = lights.iter().collect();
    let mut changed = BTreeSet::new();
    for members in together(&lights, config) {
        let Some(first) = members.first() else { continue };
        for light in &members {
            note(light, first.id, groups, &mut changed);
        }
    }
    Ok(changed)
}

fn group_frames(
    from: &Connection,
    config: &Config,
    frames: Vec<Frame>,
    groups: &mut Groups,
) -> Result<BTreeSet<i64>, StoreError> {
    let mut open: BTreeSet<Frame> =
        frames.into_iter().flat_map(|frame| [Some(frame), frame.after()]).flatten().collect();
    let mut changed = BTreeSet::new();
    let mut held: Option<(Frame, Vec<Light>)> = None;
    while let Some(frame) = open.pop_first() {
        let before = match (held.take(), frame.before()) {
            (Some((held, lights)), Some(before)) if held == before => lights,
            (_, Some(before)) => frame_of(from, before)?,
            (_, None) => Vec::new(),
        };
        let mut lights = frame_of(from, frame)?;
        if group_frame(&before, &lights, config, groups, &mut changed) {
            open.extend(frame.after());
        }
        for light in &mut lights {
            light.machine = groups.get(&light.id).copied().or(light.machine);
        }
        held = Some((frame, lights));
    }
    Ok(changed)
}

/// Groups one frame; gives whether an article of it changed its group.
fn group_frame(
    before: &[Light],
    lights: &[Light],
    config: &Config,
    groups: &mut Groups,
    changed: &mut BTreeSet<i64>,
) -> bool {
    let own: BTreeSet<i64> = lights.iter().map(|light| light.id).collect();
    let all: Vec<&Light> = before.iter().chain(lights).collect();
    let mut found = together(&all, config);
    found.retain(|members| members.iter().any(|light| own.contains(&light.id)));

    // How many articles each group shares with each story of the week before, and which comes first.
    let mut claims: Vec<(usize, usize, usize, i64)> = Vec::new();
    for (at, members) in found.iter().enumerate() {
        let mut shared: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
        for (place, light) in members.iter().enumerate() {
            if let (false, Some(machine)) = (own.contains(&light.id), light.machine) {
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
        let mine: Vec<&&Light> = members.iter().filter(|light| own.contains(&light.id)).collect();
        let Some(first) = mine.first() else { continue };
        let machine = goes_on.get(&at).copied().unwrap_or(first.id);
        for light in mine {
            any |= note(light, machine, groups, changed);
        }
    }
    any
}

/// The groups of some articles, in order of their first ones, each in order of publication.
fn together<'a>(lights: &[&'a Light], config: &Config) -> Vec<Vec<&'a Light>> {
    let mut lights = lights.to_vec();
    lights.sort_by(|a, b| order(a).cmp(&order(b)));
    let articles: Vec<&Article> = lights.iter().map(|light| &light.article).collect();
    let seats = tellings::groups(&articles, config);
    let mut places = BTreeMap::new();
    let mut groups: Vec<Vec<&Light>> = Vec::new();
    for (light, seat) in lights.into_iter().zip(&seats) {
        let place = *places.entry(&seat.story).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.get_mut(place) {
            group.push(light);
        }
    }
    groups
}

/// By publication, undated ones last, then by key.
fn order(light: &Light) -> (bool, Option<Stamp>, &str) {
    let stamp = light.article.published.as_ref().map(|published| published.value);
    (stamp.is_none(), stamp, &light.key)
}

const SELECT: &str = "SELECT article.id, page.key, article.machine, article.title, article.text, \
    article.day, article.instant, article.url, article.outlet \
    FROM article JOIN page ON page.id = article.id";

fn frame_of(from: &Connection, frame: Frame) -> Result<Vec<Light>, StoreError> {
    let mut select =
        from.prepare_cached(&format!("{SELECT} WHERE frame IS ?1 ORDER BY article.id"))?;
    let lights = select.query_map([frame.number()], light)?;
    Ok(lights.collect::<Result<_, _>>()?)
}

fn light(row: &Row<'_>) -> Result<Light, rusqlite::Error> {
    let key: String = row.get(1)?;
    let mut article = Article::new(ArticleId::new(key.as_str()), row.get(4)?);
    let declared = |value: Option<String>| value.map(|value| Based::new(value, Basis::Declared));
    article.title = declared(row.get(3)?);
    article.published = stamp(row.get(5)?, row.get(6)?).map(|s| Based::new(s, Basis::Declared));
    article.url = row.get(7)?;
    article.outlet = declared(row.get(8)?);
    Ok(Light { id: row.get(0)?, key, machine: row.get(2)?, article })
}

/// A day and an instant as the table has them.
fn stamp(day: Option<String>, instant: Option<String>) -> Option<Stamp> {
    let day: Date = day?.parse().ok()?;
    Some(Stamp { day, instant: instant.and_then(|instant| instant.parse().ok()) })
}
