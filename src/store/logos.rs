//! The provider's logos, each kept once by the hash of its bytes and never changed: issued documents show them.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use diesel::prelude::*;
use quick_cache::sync::Cache;

use super::schema::logos;
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::logo::Logo;

/// Logos that were read before: each is in memory once, however many documents show it. Its name is the hash of
/// its bytes, so that it is the same one in every database.
static KNOWN: LazyLock<Cache<String, Logo>> = LazyLock::new(|| Cache::new(8));

/// Keeps a logo.
pub fn insert(conn: &mut AnyConnection, logo: &Logo) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(logos::table)
        .values((logos::sha256.eq(logo.sha256()), logos::png.eq(logo.png())))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Whether there is a logo with this name.
pub fn exists(conn: &mut AnyConnection, sha256: &str) -> Result<bool, StoreError> {
    let count: i64 = logos::table.find(sha256).count().get_result(conn)?;
    Ok(count > 0)
}

/// The logo with this name.
pub fn find(conn: &mut AnyConnection, sha256: &str) -> Result<Option<Logo>, StoreError> {
    if let Some(logo) = KNOWN.get(sha256) {
        return Ok(Some(logo));
    }
    let png: Option<Vec<u8>> = logos::table.find(sha256).select(logos::png).first(conn).optional()?;
    let logo = png.map(|png| stored(sha256, png)).transpose()?;
    if let Some(logo) = &logo {
        KNOWN.insert(sha256.to_owned(), logo.clone());
    }
    Ok(logo)
}

/// The logos with these names, some of which may be none.
pub(super) fn load<'a>(
    conn: &mut AnyConnection,
    names: impl Iterator<Item = &'a Option<String>>,
) -> Result<HashMap<String, Logo>, StoreError> {
    let names: BTreeSet<&String> = names.flatten().collect();
    let mut found = HashMap::new();
    for name in names {
        found.extend(find(conn, name)?.map(|logo| (name.clone(), logo)));
    }
    Ok(found)
}

fn stored(sha256: &str, png: Vec<u8>) -> Result<Logo, StoreError> {
    let logo = Logo::stored(png).ok().filter(|logo| logo.sha256() == sha256);
    logo.ok_or_else(|| StoreError::Corrupt(format!("logos: {sha256} is another file")))
}
