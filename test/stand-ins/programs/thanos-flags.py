# The flags of thanos' commands, as its documentation lists them; those of rare use are left out, and so refused.
COMMON = ("log.level", "log.format", "tracing.config-file", "tracing.config", "http-address", "http-grace-period", "http.config", "auto-gomemlimit.ratio")
GRPC = ("grpc-address", "grpc-grace-period", "grpc-server-tls-cert", "grpc-server-tls-key", "grpc-server-tls-client-ca", "grpc-server-tls-min-version", "grpc-server-max-connection-age")
BUCKET = ("objstore.config-file", "objstore.config")
FLAGS = {
    "sidecar": {
        "values": (*COMMON, *GRPC, *BUCKET, "prometheus.url", "prometheus.ready_timeout", "prometheus.get_config_interval", "prometheus.http-client-file", "tsdb.path", "reloader.config-file", "reloader.watch-interval", "shipper.upload-concurrency", "shipper.meta-file-name", "min-time", "hash-func"),
        "lists": ("reloader.rule-dir",),
        "switches": ("shipper.upload-compacted", "enable-auto-gomemlimit"),
    },
    "store": {
        "values": (*COMMON, *GRPC, *BUCKET, "data-dir", "index-cache-size", "index-cache.config-file", "index-cache.config", "chunk-pool-size", "sync-block-duration", "block-sync-concurrency", "block-meta-fetch-concurrency", "store.grpc.series-max-concurrency", "min-time", "max-time", "selector.relabel-config-file", "consistency-delay", "ignore-deletion-marks-delay", "web.external-prefix"),
        "switches": ("cache-index-header", "store.enable-index-header-lazy-reader", "web.disable", "enable-auto-gomemlimit"),
    },
    "query": {
        "values": (*COMMON, *GRPC, "web.route-prefix", "web.external-prefix", "query.timeout", "query.promql-engine", "query.mode", "query.max-concurrent", "query.lookback-delta", "query.max-concurrent-select", "deduplication.func", "query.default-step", "query.default-evaluation-interval", "store.response-timeout", "store.unhealthy-timeout", "alert.query-url", "endpoint.sd-config-file"),
        "lists": ("endpoint", "endpoint-strict", "endpoint-group", "query.replica-label", "selector-label", "enable-feature"),
        "switches": ("query.auto-downsampling", "query.partial-response", "web.disable-cors", "enable-auto-gomemlimit"),
    },
    "compact": {
        "values": (*COMMON, *BUCKET, "data-dir", "consistency-delay", "retention.resolution-raw", "retention.resolution-5m", "retention.resolution-1h", "wait-interval", "block-meta-fetch-concurrency", "compact.cleanup-interval", "compact.concurrency", "downsample.concurrency", "delete-delay", "deduplication.func", "min-time", "max-time", "web.external-prefix"),
        "lists": ("deduplication.replica-label",),
        "switches": ("wait", "downsampling.disable", "web.disable", "enable-auto-gomemlimit"),
    },
    "rule": {
        "values": (*COMMON, *GRPC, *BUCKET, "data-dir", "eval-interval", "for-grace-period", "for-outage-tolerance", "resend-delay", "tsdb.block-duration", "tsdb.retention", "alert.query-url", "alert.relabel-config-file", "alertmanagers.config-file", "alertmanagers.send-timeout", "query.config-file", "query.http-method", "remote-write.config-file", "web.external-prefix"),
        "lists": ("label", "rule-file", "alertmanagers.url", "alert.label-drop", "query", "query.sd-files"),
        "switches": ("tsdb.no-lockfile", "tsdb.wal-compression", "shipper.upload-compacted", "enable-auto-gomemlimit"),
    },
    "tools rules-check": {"values": COMMON, "lists": ("rules",)},
    "tools bucket ls": {"values": (*COMMON, *BUCKET, "output", "timeout")},
    "tools bucket verify": {"values": (*COMMON, *BUCKET, "delete-delay"), "lists": ("issues", "id"), "switches": ("repair",)},
}
