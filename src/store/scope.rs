//! Narrowing queries to what exists for a person (REQUIREMENTS R2.5).

/// The accounts granted to a user and all below them, once per query.
pub(super) const GRANTED: &str =
    " IN (WITH RECURSIVE seen (id) AS (SELECT account_id FROM user_accounts WHERE user_id = ";

/// What follows the user's id.
pub(super) const AND_BELOW: &str =
    " UNION SELECT a.id FROM accounts a JOIN seen s ON a.parent_id = s.id) SELECT id FROM seen)";

/// Restricts a boxed query to a scope by the named column.
macro_rules! within {
    ($query:expr, $scope:expr, $column:literal) => {
        match $scope {
            $crate::domain::access::Scope::EveryAccount => $query,
            $crate::domain::access::Scope::GrantedTo(user) => $query.filter(
                diesel::dsl::sql::<diesel::sql_types::Bool>($column)
                    .sql($crate::store::scope::GRANTED)
                    .bind::<diesel::sql_types::BigInt, _>(user.0)
                    .sql($crate::store::scope::AND_BELOW),
            ),
            $crate::domain::access::Scope::Under(account) => {
                $query.filter($crate::store::scope::below!(account, $column))
            }
        }
    };
}

/// The condition that the named column is this account or one below it.
macro_rules! below {
    ($account:expr, $column:literal) => {
        diesel::dsl::sql::<diesel::sql_types::Bool>($column)
            .sql(" IN (WITH RECURSIVE seen (id) AS (SELECT ")
            .bind::<diesel::sql_types::BigInt, _>($account.0)
            .sql($crate::store::scope::AND_BELOW)
    };
}

/// The condition that the named column is this account or one above it.
macro_rules! above {
    ($account:expr, $column:literal) => {
        diesel::dsl::sql::<diesel::sql_types::Bool>($column)
            .sql(" IN (WITH RECURSIVE seen (id) AS (SELECT ")
            .bind::<diesel::sql_types::BigInt, _>($account.0)
            .sql(" UNION SELECT a.parent_id FROM accounts a JOIN seen s ON a.id = s.id) SELECT id FROM seen)")
    };
}

pub(super) use {above, below, within};
