//! Names that a person has said are one.

use super::id;
use std::collections::BTreeSet;
use tellings_model::{Entity, EntityId, Witness};

/// Makes one entity of every two whose names `pairs` calls one; the mentions follow.
///
/// A name that no entity carries changes nothing. The first entity stays, with the names and
/// roles of both; entities are numbered anew, in the same order.
pub(crate) fn unite(
    witnesses: &mut [Witness],
    entities: &mut Vec<Entity>,
    pairs: &[(String, String)],
) {
    for (one, other) in pairs {
        let named = |name: &str| {
            entities
                .iter()
                .position(|e| e.name == name || e.aliases.iter().any(|alias| alias == name))
        };
        let (Some(a), Some(b)) = (named(one), named(other)) else { continue };
        if a == b {
            continue;
        }
        let (stays, goes) = (a.min(b), a.max(b));
        let gone = entities.remove(goes);
        if let Some(entity) = entities.get_mut(stays) {
            let mut names: BTreeSet<String> = entity.aliases.drain(..).collect();
            names.extend(gone.aliases);
            names.extend([gone.name, entity.name.clone()]);
            // The name that the person put first is the name of both.
            entity.name.clone_from(one);
            names.remove(one);
            entity.aliases = names.into_iter().collect();
            let roles: BTreeSet<String> = entity.roles.drain(..).chain(gone.roles).collect();
            entity.roles = roles.into_iter().collect();
            entity.offices.extend(gone.offices);
            entity.within = entity.within.take().or(gone.within);
        }
        for mention in witnesses.iter_mut().flat_map(|w| &mut w.annotations.mentions) {
            mention.entity = mention.entity.map(|entity| moved(entity, stays, goes));
        }
        for (idx, entity) in entities.iter_mut().enumerate() {
            entity.id = id(idx);
        }
    }
}

/// The number of an entity after `goes` has become `stays`.
fn moved(entity: EntityId, stays: usize, goes: usize) -> EntityId {
    let idx = (entity.0 as usize).saturating_sub(1);
    match idx {
        idx if idx == goes => id(stays),
        idx if idx > goes => id(idx - 1),
        idx => id(idx),
    }
}
