"""What can be measured: the names of the metrics, as ``src/contract/metrics.ts`` has them."""

from __future__ import annotations

QUALITY = ("count", "cardinality", "percent_empty", "mean", "sum", "min", "max", "p01", "p25", "p50", "p75", "p99")
DRIFT = (
    "psi",
    "kl_divergence",
    "js_distance",
    "wasserstein",
    "kolmogorov_smirnov",
    "chi_square",
    "total_variation",
)
EMBEDDING = ("euclidean_distance", "cosine_distance", "mmd", "domain_auc", "query_distance")
PERFORMANCE = (
    "accuracy",
    "precision",
    "recall",
    "f1",
    "log_loss",
    "auc",
    "brier",
    "mae",
    "rmse",
    "mape",
    "r2",
    "bias",
)
RETRIEVAL = ("ndcg", "precision_at_k", "reciprocal_rank", "hit_rate")
METRICS = (*QUALITY, *DRIFT, *EMBEDDING, *PERFORMANCE, *RETRIEVAL)

# One number says how far primary is from something else: there is no such number of the reference.
COMPARISONS = frozenset((*DRIFT, *EMBEDDING))
# Of these the low values are the bad ones.
HIGHER_IS_BETTER = frozenset(("accuracy", "precision", "recall", "f1", "auc", "r2", *RETRIEVAL))
