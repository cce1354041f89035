#!/bin/sh
# Everything a new machine needs: a virtual environment with pinned packages, a browser, Chinese fonts.
# Debian and Ubuntu take browser and fonts from their own packages; other systems get Playwright's browser.
set -eu
venv=${1:-.venv}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "需要 Python 3.11 或更新的版本；可用 PYTHON=python3.12 make demo 指定" >&2
  exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    echo "需要管理员权限运行：$*" >&2
    return 1
  fi
}

if "$venv/bin/a11y" doctor --quiet; then
  exit 0
fi
if command -v apt-get >/dev/null; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-noto-cjk
  # Ubuntu's chromium package is only a pointer to snap: there Playwright's browser is the better one.
  if grep -qs '^ID=debian' /etc/os-release; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
    # The same engine without the browser's own pages. Not every release of Debian has it, and nothing needs it.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell || true
  else
    "$venv/bin/playwright" install --with-deps chromium
  fi
else
  # Behind a slow link: PLAYWRIGHT_DOWNLOAD_HOST names a mirror of the browser downloads.
  "$venv/bin/playwright" install chromium
fi
"$venv/bin/a11y" doctor
