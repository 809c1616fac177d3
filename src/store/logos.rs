//! The provider's logos, each kept once by the hash of its bytes and never changed: issued documents show them.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::schema::logos;
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::logo::Logo;

/// Keeps a logo.
pub fn insert(conn: &mut AnyConnection, logo: &Logo) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(logos::table)
        .values((logos::sha256.eq(logo.sha256()), logos::png.eq(logo.png())))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// The logo with this name.
pub fn find(conn: &mut AnyConnection, sha256: &str) -> Result<Option<Logo>, StoreError> {
    let png: Option<Vec<u8>> = logos::table.find(sha256).select(logos::png).first(conn).optional()?;
    png.map(|png| stored(sha256, png)).transpose()
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
