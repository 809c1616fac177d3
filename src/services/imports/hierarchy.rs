//! The hierarchy of accounts as it will be: no parent is missing, and nothing is below itself.

use std::collections::HashMap;

use super::flow::CHUNK;
use crate::store::accounts::{AccountLink, list_links_by_ids, list_links_by_numbers};
use crate::store::{AnyConnection, StoreError};

/// The accounts of a file with everything above them. An account takes about 80 bytes.
#[derive(Debug, Default)]
pub(super) struct Tree {
    places: HashMap<Box<str>, u32>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    parent: Option<u32>,
    origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// So far only named as a parent.
    Unknown,
    /// A line of the file.
    Line(u64),
    /// The database.
    Stored,
}

impl Tree {
    /// Adds an account of the file; `Err` is the line that has it already.
    pub(super) fn add(&mut self, number: &str, parent: Option<&str>, line: u64) -> Result<(), u64> {
        let place = self.place_of(number);
        if let Origin::Line(first) = self.nodes[place as usize].origin {
            return Err(first);
        }
        let parent = parent.map(|parent| self.place_of(parent));
        self.nodes[place as usize] = Node { parent, origin: Origin::Line(line) };
        Ok(())
    }

    fn place_of(&mut self, number: &str) -> u32 {
        if let Some(place) = self.places.get(number) {
            return *place;
        }
        let place = u32::try_from(self.nodes.len()).expect("fewer than four billion accounts");
        self.nodes.push(Node { parent: None, origin: Origin::Unknown });
        self.places.insert(number.into(), place);
        place
    }

    /// Takes from the database what is above the file's accounts and not in the file.
    pub(super) fn complete(&mut self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        let is_unknown = |place: u32| self.nodes[place as usize].origin == Origin::Unknown;
        let unknown: Vec<String> = self
            .places
            .iter()
            .filter(|(_, place)| is_unknown(**place))
            .map(|(number, _)| number.to_string())
            .collect();
        for numbers in unknown.chunks(CHUNK) {
            let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
            let mut level = list_links_by_numbers(conn, &numbers)?;
            while !level.is_empty() {
                level = self.add_stored(conn, level)?;
            }
        }
        Ok(())
    }

    /// Adds accounts of the database; returns those above them that may be new.
    fn add_stored(
        &mut self,
        conn: &mut AnyConnection,
        level: Vec<AccountLink>,
    ) -> Result<Vec<AccountLink>, StoreError> {
        let mut above: Vec<i64> = level.iter().filter_map(|link| link.parent_id).collect();
        above.sort_unstable();
        above.dedup();
        let above = if above.is_empty() { Vec::new() } else { list_links_by_ids(conn, &above)? };
        let numbers: HashMap<i64, &str> = above.iter().map(|link| (link.id, link.number.as_str())).collect();
        for link in &level {
            let place = self.place_of(&link.number);
            let parent = link.parent_id.and_then(|id| numbers.get(&id)).map(|number| self.place_of(number));
            self.nodes[place as usize] = Node { parent, origin: Origin::Stored };
        }
        // What the file says of an account counts, and what was added is not asked for again.
        let next = above.into_iter().filter(|link| {
            let place = self.places.get(link.number.as_str());
            place.is_some_and(|place| self.nodes[*place as usize].origin == Origin::Unknown)
        });
        Ok(next.collect())
    }

    /// Lines with a parent that is nowhere, and one line of each loop, with the reason.
    pub(super) fn faults(&self) -> Vec<(u64, String)> {
        let mut names = vec![""; self.nodes.len()];
        self.places.iter().for_each(|(number, place)| names[*place as usize] = number);
        let missing = self.nodes.iter().filter_map(|node| {
            let parent = node.parent? as usize;
            let Origin::Line(line) = node.origin else { return None };
            (self.nodes[parent].origin == Origin::Unknown).then(|| {
                (line, format!("there is no account {}, neither in this file nor before", names[parent]))
            })
        });
        missing.chain(self.loops().into_iter().map(|places| self.loop_fault(&places, &names))).collect()
    }

    /// The loops, each as the accounts in it.
    fn loops(&self) -> Vec<Vec<u32>> {
        let mut walked_from: Vec<Option<u32>> = vec![None; self.nodes.len()];
        let mut loops = Vec::new();
        for start in 0..self.nodes.len() as u32 {
            let mut at = Some(start);
            while let Some(place) = at.filter(|place| walked_from[*place as usize].is_none()) {
                walked_from[place as usize] = Some(start);
                at = self.nodes[place as usize].parent;
            }
            // Back on this very walk: a loop, and the only one that it can reach.
            if let Some(meeting) = at.filter(|place| walked_from[*place as usize] == Some(start)) {
                let next = |place: &u32| self.nodes[*place as usize].parent.filter(|next| *next != meeting);
                loops.push(std::iter::successors(Some(meeting), next).collect());
            }
        }
        loops
    }

    fn loop_fault(&self, places: &[u32], names: &[&str]) -> (u64, String) {
        let line = places.iter().filter_map(|place| match self.nodes[*place as usize].origin {
            Origin::Line(line) => Some(line),
            _ => None,
        });
        let mut path: Vec<&str> = places.iter().take(10).map(|place| names[*place as usize]).collect();
        path.push(if places.len() > 10 { "…" } else { path[0] });
        (line.min().unwrap_or(1), format!("the account would be below itself: {}", path.join(" below ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(accounts: &[(&str, Option<&str>)]) -> Vec<(u64, String)> {
        let mut tree = Tree::default();
        for (line, (number, parent)) in (2..).zip(accounts) {
            tree.add(number, *parent, line).unwrap();
        }
        tree.faults()
    }

    #[test]
    fn children_may_stand_before_their_parents() {
        assert_eq!(faults(&[("c", Some("b")), ("b", Some("a")), ("a", None), ("d", Some("b"))]), []);
    }

    #[test]
    fn every_loop_is_told_once() {
        let found = faults(&[
            ("x", Some("a")),
            ("a", Some("b")),
            ("b", Some("a")),
            ("y", Some("b")),
            ("self", Some("self")),
            ("lost", Some("nowhere")),
        ]);
        assert_eq!(
            found,
            [
                (7, "there is no account nowhere, neither in this file nor before".to_owned()),
                (3, "the account would be below itself: a below b below a".to_owned()),
                (6, "the account would be below itself: self below self".to_owned()),
            ]
        );
    }

    #[test]
    fn an_account_is_added_once() {
        let mut tree = Tree::default();
        assert_eq!(tree.add("a", None, 2), Ok(()));
        assert_eq!(tree.add("a", Some("b"), 9), Err(2));
    }
}
