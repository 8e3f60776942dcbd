"""What a contract and an insertion order may become."""

CONTRACT_MOVES = {
    "draft": {"submitted"},
    "submitted": {"returned", "approved"},
    "returned": {"draft"},
    "approved": {"active"},
    "active": {"expired", "terminated", "amended"},
}
ORDER_MOVES = {"draft": {"signed", "cancelled"}, "signed": {"closed"}}
EDITABLE = {"draft", "returned"}
