# Every tool in Bash sources this first. The comment at the top of a tool is its help.
usage=$(sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0")

# usage_error MESSAGE: reports a wrong call and ends the tool.
usage_error() {
    echo "$(basename "$0"): $1" >&2
    sed '/^$/,$d' <<< "$usage" >&2
    exit 2
}

case ${1-} in
    -h | --help) echo "$usage"; exit ;;
esac
