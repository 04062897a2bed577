"""A training's log, as written by two stages."""
from __future__ import annotations

HEAD = "time,stage,step,loss,lr,pictures_per_second,val_miou\n"
LOG = HEAD + (
    "2026-01-01 10:00:00,0,10,0.9000,4.00e-03,50.0,\n"
    "2026-01-01 10:00:30,0,20,0.5000,2.00e-03,50.0,\n"
    "2026-01-01 10:01:00,0,20,,,,71.500\n"
    "2026-01-01 10:01:30,1,5,0.4000,1.00e-03,50.0,\n"
    "2026-01-01 10:02:00,1,10,0.3000,5.00e-04,50.0,\n"
)
