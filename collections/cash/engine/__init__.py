"""Cash matching over plain data: references, payer, amount, tier. Pure: no database, no clock, amounts in minor units."""
