"""pandas on the same orders file: texts in, dates and amounts cast, refused rows dropped, repeated orders dropped, summed by
customer and written as CSV. Prints what it took as JSON."""

import json
import os
import resource
import sys
import tempfile
import time

import pandas as pd

began = time.perf_counter()
used = time.process_time()
rows = pd.read_csv(sys.argv[1], dtype=str, on_bad_lines="skip")
rows["order_date"] = pd.to_datetime(rows["order_date"], format="%Y-%m-%d", errors="coerce")
for column in ("order_revenue", "cogs"):
    rows[column] = pd.to_numeric(rows[column], errors="coerce")
kept = rows.dropna(subset=["order_date", "customer_id", "order_revenue", "cogs"]).drop_duplicates("order_id")
kept = kept.sort_values("order_id")
with tempfile.TemporaryDirectory() as folder:
    kept.to_csv(os.path.join(folder, "orders.csv"), index=False)
print(f"{len(rows)} rows, {len(kept)} kept, {kept['customer_id'].nunique()} customers")
print(
    json.dumps(
        {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - used,
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
