"""What the database itself guards: balanced entries, the cache of open amounts, allocations that fit, rows that never change."""

from collections.abc import Sequence

import pgtrigger

NEW_ROWS = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call]


def refuse(constraint: str, what: str) -> str:
    """A statement of plpgsql that refuses under the name of a constraint, so that its sentence is found."""
    return f"RAISE EXCEPTION '{what}' USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';"


def digest(columns: Sequence[str], row: str) -> str:
    """SQL for the SHA-256 over a row's columns, the same in every session whatever its time zone and date style.

    A column marked "+" was added when there were sealed rows already: it counts by name, and only where it is filled.
    """
    first = ", '|', ".join(f"coalesce({_text(column, row)}, '')" for column in columns if not column.startswith("+"))
    added = [column[1:] for column in columns if column.startswith("+")]
    later = "".join(f", coalesce('|{column}=' || nullif({_text(column, row)}, ''), '')" for column in added)
    return f"encode(sha256(convert_to(concat({first}{later}), 'UTF8')), 'hex')"


def _text(column: str, row: str) -> str:
    if column.endswith("_at"):
        return f"to_char({row}.{column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    if column.endswith(("_on", "_date", "_from", "_until")):
        return f"to_char({row}.{column}, 'YYYY-MM-DD')"
    return f"{row}.{column}::text"


def sealed(columns: Sequence[str]) -> pgtrigger.Trigger:
    """Writes `row_hash` when the row is posted; the nightly proof computes it again."""
    return pgtrigger.Trigger(
        name="seal", operation=pgtrigger.Insert, when=pgtrigger.Before, func=f"NEW.row_hash := {digest(columns, 'NEW')}; RETURN NEW;"
    )


def after_insert(name: str, work: str) -> pgtrigger.Trigger:
    """Runs once per INSERT statement, over all its rows: `new_rows`.

    Statements in it are EXECUTEd, so that each is planned for the table as it is now: a plan kept from the day the table
    was empty would read all of it for every row of a large import.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=NEW_ROWS,
        declare=[("wrong", "text")],
        func=f"{work} RETURN NULL;",
    )


def holds(query: str, message: str) -> str:
    """Refuses under the name the query answers, if it answers any."""
    return f"""
    EXECUTE $check${query} LIMIT 1$check$ INTO wrong;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = wrong;
    END IF;
    """


BALANCED = after_insert(
    "balanced",
    holds(
        """
        SELECT 'journalline_balanced' FROM new_rows GROUP BY entry_id, currency HAVING sum(debit) <> sum(credit)
        UNION ALL
        SELECT 'journalline_base_balanced' FROM new_rows GROUP BY entry_id HAVING sum(base_amount) <> 0
        UNION ALL
        SELECT 'journalline_one_insert'
        FROM (SELECT entry_id, count(*) AS arrived FROM new_rows GROUP BY entry_id) n
        WHERE arrived <> (SELECT count(*) FROM billing_journalline l WHERE l.entry_id = n.entry_id)
        """,
        "an entry arrives in one piece and balances",
    ),
)

# The CHECK on the item answers when this UPDATE would leave 0 <= open <= original.
KEEP_OPEN_AMOUNT = after_insert(
    "keep_open_amount",
    """
    EXECUTE $work$
        UPDATE billing_openitem i SET open_amount = i.open_amount - s.amount
        FROM (
            SELECT item_id, sum(amount) AS amount
            FROM (
                SELECT debit_item_id AS item_id, amount FROM new_rows
                UNION ALL
                SELECT credit_item_id, amount FROM new_rows
            ) sides
            GROUP BY item_id
        ) s
        WHERE i.id = s.item_id
    $work$;
    """,
)

FITTING_ITEMS = after_insert(
    "fitting_items",
    holds(
        """
        SELECT wrong FROM (
            SELECT CASE
                WHEN d.side <> 'debit' OR c.side <> 'credit' THEN 'allocation_sides'
                WHEN d.currency <> n.currency OR c.currency <> n.currency THEN 'allocation_one_currency'
                WHEN d.entity_id <> n.entity_id OR c.entity_id <> n.entity_id THEN 'allocation_one_entity'
                WHEN n.effective_on < greatest(d.posting_date, c.posting_date) THEN 'allocation_not_before_its_items'
            END AS wrong
            FROM new_rows n JOIN billing_openitem d ON d.id = n.debit_item_id JOIN billing_openitem c ON c.id = n.credit_item_id
            UNION ALL
            SELECT 'allocation_reversal_mirrors' FROM new_rows n JOIN billing_allocation o ON o.id = n.reverses_id
            WHERE (n.amount, n.debit_base, n.credit_base, n.debit_item_id, n.credit_item_id)
                IS DISTINCT FROM (-o.amount, -o.debit_base, -o.credit_base, o.debit_item_id, o.credit_item_id)
                OR o.reverses_id IS NOT NULL OR n.effective_on < o.effective_on
        ) found WHERE wrong IS NOT NULL
        """,
        "the allocation does not fit its items",
    ),
)

# Without a reversal the sums only grow, so only items that have one can be overdrawn on a day in between.
NEVER_OVERDRAWN = after_insert(
    "never_overdrawn",
    holds(
        """
        SELECT 'allocation_never_overdrawn'
        FROM (
            SELECT item_id, sum(sum(amount)) OVER (PARTITION BY item_id ORDER BY effective_on) AS settled
            FROM (
                SELECT debit_item_id AS item_id, effective_on, amount FROM billing_allocation
                WHERE debit_item_id IN (
                    SELECT debit_item_id FROM billing_allocation
                    WHERE amount < 0 AND debit_item_id IN (SELECT debit_item_id FROM new_rows)
                )
                UNION ALL
                SELECT credit_item_id, effective_on, amount FROM billing_allocation
                WHERE credit_item_id IN (
                    SELECT credit_item_id FROM billing_allocation
                    WHERE amount < 0 AND credit_item_id IN (SELECT credit_item_id FROM new_rows)
                )
            ) moves
            GROUP BY item_id, effective_on
        ) days JOIN billing_openitem i ON i.id = days.item_id
        WHERE days.settled > i.original_amount OR days.settled < 0
        """,
        "on no day more is settled than was owed",
    ),
)

OPENS_IN_FULL = pgtrigger.Trigger(
    name="opens_in_full",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.open_amount <> NEW.original_amount"),
    func=f"{refuse('openitem_opens_in_full', 'an item is posted with its whole amount open')} RETURN NULL;",
)


def immutable_but_cache(table: str, columns: Sequence[str]) -> list[pgtrigger.Trigger]:
    """UPDATE is refused unless a trigger of ours writes what is not among `columns`; DELETE and TRUNCATE always."""
    no = f"{refuse(f'{table}_append_only', f'{table}: posted rows never change')} RETURN NULL;"
    old, new = (", ".join(f"{row}.{column}" for column in [*columns, "row_hash"]) for row in ("OLD", "NEW"))
    return [
        pgtrigger.Trigger(
            name="only_the_cache",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(f"pg_trigger_depth() = 0 OR ROW({old}) IS DISTINCT FROM ROW({new})"),
            func=no,
        ),
        pgtrigger.Trigger(name="no_delete", operation=pgtrigger.Delete, when=pgtrigger.Before, func=no),
        pgtrigger.Trigger(name="no_truncate", operation=pgtrigger.Truncate, when=pgtrigger.Before, level=pgtrigger.Statement, func=no),
    ]
