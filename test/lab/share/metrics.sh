# shellcheck shell=bash
# The metrics' way: anyward's file, the node exporter that shows it on loopback, a Prometheus on the same host.

# metrics_up: lab_up, with a metrics file in a folder of its own on each host, $tmp/HOST.d/anyward.prom, beside the flags.
metrics_up() {
    local host usual=("${flags[@]}")
    topology_up
    routers_up
    for host in ns-01 ns-02; do
        mkdir -p "$tmp/$host.d"
        flags=("${usual[@]}" --metrics-file "$tmp/$host.d/anyward.prom")
        guard_start "$host"
        eventually held "$host"
        nameserver_start "$host"
    done
    flags=("${usual[@]}")
    served ns-01 ns-02
}

exporter_start() {
    spawn "exporter-$1" "$1" prometheus-node-exporter --web.listen-address=127.0.0.1:9100 \
        --collector.disable-defaults --collector.textfile --collector.textfile.directory="$tmp/$1.d"
    eventually scrape "$1" >/dev/null
}

# scrape HOST: what Prometheus would get.
scrape() {
    on "$1" python3 -c 'import urllib.request as r; print(r.urlopen("http://127.0.0.1:9100/metrics").read().decode())' \
        2>/dev/null
}

# scraped HOST LINE: among what the node exporter shows (it sorts the labels by name).
scraped() {
    grep -qxF -- "$2" <<<"$(scrape "$1")"
}

# prometheus_start HOST: it scrapes the exporter there and evaluates the rules of contrib, every second.
prometheus_start() {
    cat >"$tmp/prometheus.yml" <<END
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [$root/contrib/prometheus/anyward.rules.yml]
scrape_configs:
  - job_name: node
    static_configs: [{targets: ['127.0.0.1:9100']}]
END
    promtool check config "$tmp/prometheus.yml" >/dev/null
    spawn "prometheus-$1" "$1" prometheus --config.file="$tmp/prometheus.yml" --storage.tsdb.path="$tmp/tsdb" \
        --web.listen-address=127.0.0.1:9090
    eventually asked "$1" 'anyward_info'
}

# ask HOST EXPRESSION: what Prometheus there says to it; nothing where nothing matches.
ask() {
    on "$1" promtool query instant http://127.0.0.1:9090 "$2" 2>/dev/null
}

# asked HOST EXPRESSION: there is something that matches.
asked() {
    [[ $(ask "$1" "$2") ]]
}
