"""Reads ranked companies and scores a lead: everything a consumer needs, on Python 3.9 or newer, without a package.

KINDRED_URL=http://127.0.0.1:8787 KINDRED_KEY=sk_live_... python3 examples/clients/client.py
"""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

BASE = os.environ.get("KINDRED_URL", "http://127.0.0.1:8787")
KEY = os.environ.get("KINDRED_KEY", "")


def ask(path, body=None):
    """Asks once more after the time a 429 or 503 names; every other refusal is raised with what it says."""
    while True:
        request = urllib.request.Request(
            f"{BASE}/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                raise RuntimeError(f"{error.code}: {error.read().decode()}") from error
            time.sleep(int(error.headers.get("Retry-After", "1")))


at = f"/warehouses/{ask('/warehouses')['data'][0]['warehouse_id']}"

targets, cursor = [], ""
while cursor is not None:
    query = {"list": "tier-a", "limit": "100", **({"cursor": cursor} if cursor else {})}
    page = ask(f"{at}/targets?{urllib.parse.urlencode(query)}")
    targets += page["data"]
    cursor = page.get("next_cursor")
for target in targets[:5]:
    print(f"{target['tier']}  {target['score']:.1f}  {target['name']}")

lead = ask(f"{at}/icp-score", {"features": {"employees": 240}})["data"]
print(f"a lead with 240 employees: {lead['score']:.1f}, {lead['tier']}")
