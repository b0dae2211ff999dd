# shellcheck shell=bash
# shellcheck disable=SC2154 # root and logs are those of test/run
# What finds faults without knowing what anyward is for: parts of test/run, which has suite, lab and tally.

# These reach most of the daemon, of its clients and of the doctor.
sanitized_cases=(kill hang servfail wrong-answers exec reload drain-unbound lease ipv6 degraded-metric status control metrics
    metrics-full on-change journal refused two-guards doctor-frr doctor-metric doctor-nameservers doctor-networkd)
fuzz_targets=(answer check config control drain)

# sanitizers: the tests of unit and kernel, and some of the lab, with ASan, LSan and UBSan; then how much of src they ran.
sanitizers() {
    local build=$root/build/sanitizers label=sanitizers report
    # A daemon's report must not be lost in its log.
    local -x ANYWARD=$build/anyward ASAN_OPTIONS=log_path=$logs/report
    local -x UBSAN_OPTIONS=$ASAN_OPTIONS:halt_on_error=1:print_stacktrace=1
    build "$build" -Dwerror=true -Dprefix=/usr -Dbuildtype=debug -Doptimization=1 -Db_sanitize=address,undefined \
        -Db_coverage=true
    find "$build" -name '*.gcda' -delete
    suite unit
    suite kernel
    lab "${sanitized_cases[@]}"
    for report in "$logs"/report.*; do
        [[ -e $report ]] || continue
        tally FAILED 0 "$label/${report##*/}"
        sed 's/^/    /' "$report"
    done
    start_case 1 "$label/coverage" 300 gcovr --root "$root" --filter "$root/src/" --fail-under-line 90 --print-summary \
        -j2 "$build"
    cases_ended
    sed -n 's/^lines: /coverage of src: /p' "$logs/$label-coverage"
}

# analysis: clang builds everything without a warning, and what it builds reads the corpora; what clang-tidy, cppcheck and
# valgrind find.
analysis() {
    local clang=$root/build/clang label=analysis
    clang_build "$clang"
    build=$clang suite corpus
    start_case 1 analysis/cppcheck 300 cppcheck --std=c++20 --enable=warning,performance,portability --inline-suppr \
        --error-exitcode=1 -I "$root/include" -q -j2 "$root/src"
    start_case 1 analysis/clang-tidy 1800 run-clang-tidy -quiet -p "$clang" -j2 "^$root/src/"
    cases_ended
    # (Freed at the end by valgrind, libc would first write what is buffered, in every child too.)
    label=memcheck suite kernel --timeout-multiplier 10 --wrapper \
        'valgrind -q --leak-check=full --errors-for-leak-kinds=definite --run-libc-freeres=no --error-exitcode=99'
}

# fuzz: each target for FUZZ_SECONDS (60). What is new and what is found is kept in build/fuzz.
fuzz() {
    local clang=$root/build/clang kept=$root/build/fuzz seconds=${FUZZ_SECONDS:-60} target
    clang_build "$clang"
    for target in "${fuzz_targets[@]}"; do
        mkdir -p "$kept/$target"
        start_case 2 "fuzz/$target" $((seconds + 300)) "$clang/test/fuzz/fuzz-$target" -max_total_time="$seconds" \
            -timeout=5 -artifact_prefix="$kept/$target-" "$kept/$target" "$root/test/fuzz/corpus/$target"
    done
    cases_ended
}

# clang_build FOLDER: fuzz targets too, and ASan and UBSan in all of it.
clang_build() {
    CXX=clang++ build "$1" -Dwerror=true -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
        -Dcpp_args=-fsanitize=fuzzer-no-link
}
