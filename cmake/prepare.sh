# shellcheck shell=bash disable=SC2034
# Shared by ./run, ./test and tests/ci: Debian packages, compiler cache, configure and build.
# To be sourced by bash; expects `top`, the root of the source tree.

# Debian 12 names. The SQLite plugin is needed at run time only, and nothing links it.
WICK_BUILD_PACKAGES=(g++ cmake ninja-build qt6-base-dev libqt6opengl6-dev qt6-charts-dev qt6-svg-dev
    qt6-websockets-dev zlib1g-dev
    libsimdjson-dev libqt6sql6-sqlite libqt6svg6)
WICK_TEST_PACKAGES=(librapidcheck-dev libbenchmark-dev)
WICK_SCREENSHOT_PACKAGES=(xvfb xauth)
WICK_CLANG_PACKAGES=(clang clang-tidy-14 libclang-rt-14-dev)

say() { printf '%s\n' "$*" >&2; }

# need_packages NAME…: installs what is missing, as root or by sudo without a question; else prints the one line to type.
need_packages() {
    command -v dpkg-query >/dev/null || return 0 # not Debian: README lists what is needed
    local missing=() name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local get=(apt-get install -y -q --no-install-recommends "${missing[@]}") as=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
            say "These packages are missing. Please install them and start again:"
            say "    sudo apt-get install -y --no-install-recommends ${missing[*]}"
            exit 1
        fi
        as=(sudo -n)
    fi
    say "Installing: ${missing[*]}"
    local log
    log=$(mktemp)
    # The package lists of the machine may be older than the archive: refresh them only if the first try fails.
    if ! ${as[@]+"${as[@]}"} env DEBIAN_FRONTEND=noninteractive "${get[@]}" </dev/null >"$log" 2>&1 &&
        ! { ${as[@]+"${as[@]}"} apt-get update -q >"$log" 2>&1 </dev/null &&
            ${as[@]+"${as[@]}"} env DEBIAN_FRONTEND=noninteractive "${get[@]}" </dev/null >>"$log" 2>&1; }; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        say "The packages could not be installed. The line was: ${get[*]}"
        exit 1
    fi
    rm -f "$log"
}

# Precompiled headers need these to be cached; a relative base lets another clone of the tree hit as well.
use_compiler_cache() {
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$top}" CCACHE_NOHASHDIR=1
}

# configure PRESET [cmake options…]: quiet, but a failure is shown in full. In CI a warning of the dev build is an error
# (sanitizers and other compilers see warnings of their own that say little).
configure() {
    local preset=$1 log
    shift
    use_compiler_cache
    [ "${CI:-}" != true ] || [ "$preset" != dev ] || set -- -DWICK_WARNINGS_AS_ERRORS=ON "$@"
    mkdir -p "$top/build"
    log="$top/build/configure-$preset.log"
    if ! (cd "$top" && cmake --preset "$preset" "$@") >"$log" 2>&1; then
        cat "$log" >&2
        say "CMake could not configure the preset '$preset' (see above)."
        exit 1
    fi
}

# build PRESET [build options…]: compiler messages in full; without a terminal no line for each file.
build() {
    local preset=$1 tool=()
    shift
    use_compiler_cache
    if [ "${CI:-}" = true ] || [ ! -t 1 ]; then tool=(-- --quiet); fi
    (cd "$top" && cmake --build --preset "$preset" -j "$(jobs_here)" "$@" ${tool[@]+"${tool[@]}"})
}

jobs_here() { nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2; }

# What Qt wants of an environment without a desktop session.
private_runtime_dir() {
    if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
        mkdir -p "$top/build/run"
        chmod 700 "$top/build/run"
        export XDG_RUNTIME_DIR="$top/build/run"
    fi
}
