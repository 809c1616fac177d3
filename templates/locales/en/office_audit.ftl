# The audit log.

audit-title = Audit log
audit-lead = Who did what, when, and what it was before. Rows are only ever added; each carries the hash of the one before.
audit-find = Find in the audit log
audit-verify = Verify the chain
audit-unbroken = The chain is unbroken: { $count } rows, looked at { $time } MT.
audit-last-hash = Hash of the last row:
audit-broken = The chain is broken. Keep a copy of the database and tell an administrator:
audit-row = Row
audit-when = When (MT)
audit-who = Who
audit-what = What
audit-subject = To what
audit-detail = Detail
audit-none = Nothing found
audit-none-text = Nothing like that is written down. “Who” and “To what” look for the whole text, “What” for its beginning.
audit-newest = Newest
audit-older = Older
