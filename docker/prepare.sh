#!/bin/sh
# Prepares a machine, and nothing but what is missing: Python packages in .venv, Asterisk in var/, the console's pages, and
# for `test` the programs that the tests use as independent judges. Run by `make run` and `make test`; safe to run again at any time.
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}
venv=.venv
stamp=$venv/.prepared-$what

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf 'hotline: %s\n' "$*" >&2; exit 2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else fail "'$*' needs root; run it yourself, then try again"
    fi
}

debian() {  # debian PROGRAM PACKAGE...: install packages unless the program is there
    program=$1; shift
    command -v "$program" >/dev/null 2>&1 && return 0
    command -v apt-get >/dev/null 2>&1 || fail "install $program (this machine has no apt-get to do it with)"
    say "installing Debian packages: $*"
    if [ -z "${updated:-}" ]; then as_root apt-get update -q || true; updated=yes; fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

good_python() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for python in python3 python3.13 python3.12 python3.11; do
        if command -v "$python" >/dev/null 2>&1 && good_python "$python"; then echo "$python"; return 0; fi
    done
    return 1
}

prepare_python() {
    python=$(find_python) || {
        debian no-such-program python3 python3-venv
        python=$(find_python) || fail "Python 3.11 or newer with venv is needed"
    }
    [ -x $venv/bin/python ] || { say "making $venv with $($python --version)"; "$python" -m venv $venv; }
    if [ ! -f "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
        say "installing Python packages"
        extra=""
        [ "$what" = test ] && extra="[dev,postgresql]"
        $venv/bin/python -m pip install --disable-pip-version-check --progress-bar on -e ".$extra"
        touch "$stamp"
    fi
}

prepare_asterisk() {
    $venv/bin/python -m service.fetch var || fail "no Asterisk; see above"
}

prepare_judges() {  # each test that needs one skips aloud without it
    debian sipp sip-tester
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || debian initdb postgresql
    debian chromium chromium
    [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || debian no-such-program fonts-wqy-microhei
}

prepare_pages() {  # without them the service and its API still run, and the tests in a browser cannot
    sh docker/pages.sh && return 0
    [ "$what" = test ] && fail "no pages; see above"
    say "going on without new pages; see above"
}

prepare_python
prepare_asterisk
prepare_pages
[ "$what" = test ] && prepare_judges
exit 0
