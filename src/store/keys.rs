//! Looking up many two-part keys at once.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, HasSqlType, Text};

/// `(id, text) IN (VALUES (…), (…))`: both databases look each pair up in the table's unique index.
/// Two separate `IN` lists would make SQLite try every id with every text.
pub struct PairsIn<'a, A, B> {
    id: A,
    text: B,
    pairs: &'a [(i64, &'a str)],
}

/// The condition that the columns `id` and `text` are one of `pairs`, of which there is at least one.
pub fn pairs_in<'a, A, B>(id: A, text: B, pairs: &'a [(i64, &'a str)]) -> PairsIn<'a, A, B> {
    assert!(!pairs.is_empty(), "an empty list of values is not SQL");
    PairsIn { id, text, pairs }
}

impl<A, B> Expression for PairsIn<'_, A, B> {
    type SqlType = Bool;
}

impl<A, B, QS> AppearsOnTable<QS> for PairsIn<'_, A, B>
where
    A: AppearsOnTable<QS>,
    B: AppearsOnTable<QS>,
{
}

impl<A, B, G> ValidGrouping<G> for PairsIn<'_, A, B> {
    type IsAggregate = is_aggregate::No;
}

impl<A, B> QueryId for PairsIn<'_, A, B> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<A, B, DB> QueryFragment<DB> for PairsIn<'_, A, B>
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Text>,
    A: QueryFragment<DB>,
    B: QueryFragment<DB>,
    i64: ToSql<BigInt, DB>,
    str: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // One text per number of pairs: nothing that is worth keeping prepared.
        out.unsafe_to_cache_prepared();
        out.push_sql("(");
        self.id.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.text.walk_ast(out.reborrow())?;
        out.push_sql(") IN (VALUES ");
        for (place, (id, text)) in self.pairs.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { ", (" });
            out.push_bind_param::<BigInt, _>(id)?;
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(*text)?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }
}
