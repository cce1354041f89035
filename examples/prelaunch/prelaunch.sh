#!/bin/sh
# 上线前的关口：检查还没有上线的预发布主机，报告写进 out/，返回 a11y check 的状态（0 通过，1 不通过，2 没看全，3、4 出错）。
#
#   ./prelaunch.sh https://www.example.gov.cn/ 10.0.0.8:443
#
# 第二个参数是预发布主机的地址：域名还没有解析到它时才要写。其余都用环境变量给，不会出现在报告、日志和进程列表里：
#   A11Y_CREDENTIALS   用户名:密码，预发布主机的 HTTP 基本认证
#   A11Y_CA_FILE       内部 CA 的证书（PEM）；公共 CA 签发的不用给
#   STORAGE_STATE      已登录的状态文件（Playwright 的 storage state）；没有而又要登录的，给下面三个
#   LOGIN_PATH LOGIN_USER LOGIN_PASSWORD   登录表单提交到哪里，用什么账号（login.py 按它们登录）
#   BASELINE           已知问题基线，默认 a11y-baseline.toml；文件不存在就不用
set -eu
here=$(cd "$(dirname "$0")" && pwd)
site=${1:?用法：prelaunch.sh 网址 [地址:端口]}
address=${2:-}
state=${STORAGE_STATE:-}
baseline=${BASELINE:-a11y-baseline.toml}
python=${PYTHON:-python3}

if [ -z "$state" ] && [ -n "${LOGIN_PATH:-}" ]; then
    state=$(mktemp)
    trap 'rm -f "$state"' EXIT
    "$python" "$here/login.py" "$site" "$address" > "$state"
fi

set -- --allow-private --out "${OUT:-out}" --pages "${PAGES:-20}" --fail-on veto --fail-on 'impact>=serious' \
    --format html --format junit --format sarif --format markdown
if [ -n "$address" ]; then
    host=${site#*://}
    host=${host%%[:/]*}
    set -- "$@" --resolve "$host:$address"
fi
if [ -n "$state" ]; then set -- "$@" --storage-state "$state"; fi
if [ -f "$baseline" ]; then set -- "$@" --baseline "$baseline" --fail-on new; fi

status=0
"$python" -m a11y.cli check "$site" "$@" || status=$?
exit "$status"
