//! Stories that change keep their names: a story is the one it shares most articles with.

use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// For each new group the old name it goes on under; `None` where it is a new one.
///
/// `groups` are lists of members, `old_name` gives the name a member had before. Each old name
/// goes to the group that holds most of its members, each group takes the name most of its
/// members had; ties go to the older name, then to the earlier group.
pub(crate) fn inherit<Name: Copy + Ord + std::hash::Hash>(
    groups: &[Vec<u32>],
    old_name: impl Fn(u32) -> Option<Name>,
) -> Vec<Option<Name>> {
    let mut shared: FxHashMap<(Name, usize), usize> = FxHashMap::default();
    for (group, members) in groups.iter().enumerate() {
        for name in members.iter().filter_map(|&member| old_name(member)) {
            *shared.entry((name, group)).or_default() += 1;
        }
    }
    let mut claims: Vec<((Name, usize), usize)> = shared.into_iter().collect();
    claims.sort_unstable_by_key(|&((name, group), n)| (Reverse(n), name, group));
    let mut names: Vec<Option<Name>> = vec![None; groups.len()];
    let mut taken: Vec<Name> = Vec::new();
    for ((name, group), _) in claims {
        if let Some(slot @ None) = names.get_mut(group)
            && !taken.contains(&name)
        {
            *slot = Some(name);
            taken.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(groups: &[&[u32]], old: &[(u32, char)]) -> String {
        let groups: Vec<Vec<u32>> = groups.iter().map(|members| members.to_vec()).collect();
        inherit(&groups, |at| old.iter().find(|(member, _)| *member == at).map(|(_, name)| *name))
            .into_iter()
            .map(|name| name.unwrap_or('-'))
            .collect()
    }

    #[test]
    fn a_story_keeps_its_name_when_it_grows_merges_or_splits() {
        assert_eq!(shown(&[&[0, 1, 2]], &[(0, 'a'), (1, 'a')]), "a");
        assert_eq!(shown(&[&[0, 1, 2]], &[(0, 'a'), (1, 'b'), (2, 'b')]), "b");
        assert_eq!(shown(&[&[0], &[1, 2]], &[(0, 'a'), (1, 'a'), (2, 'a')]), "-a");
        assert_eq!(shown(&[&[0], &[1]], &[(0, 'a'), (1, 'a')]), "a-");
    }
}
