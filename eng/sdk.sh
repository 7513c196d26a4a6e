# Sourced by ./chaffinch and ./test with $root set: finds a .NET SDK that fits global.json, or fetches one on consent.
# Sets $dotnet. $yes is 1 when the user has agreed beforehand (--yes).

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

sdk_fits() { # path of a dotnet command; global.json says which versions do
    [ -x "$1" ] && (cd "$root" && "$1" --version) >/dev/null 2>&1
}

find_sdk() {
    local candidate
    for candidate in "$root/.dotnet/dotnet" "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nowhere}/dotnet" \
        "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        if [ -n "$candidate" ] && sdk_fits "$candidate"; then
            dotnet=$candidate
            return 0
        fi
    done
    return 1
}

fetch_sdk() {
    local script="$root/.dotnet/dotnet-install.sh" url=https://dot.net/v1/dotnet-install.sh
    mkdir -p "$root/.dotnet"
    if command -v curl >/dev/null; then
        curl -fsSL --retry 3 -o "$script" "$url"
    elif command -v wget >/dev/null; then
        wget -q -O "$script" "$url"
    else
        echo "Neither curl nor wget is here to fetch the SDK with." >&2
        return 1
    fi || { echo "$url could not be fetched; check the connection." >&2; return 1; }
    bash "$script" --channel 10.0 --install-dir "$root/.dotnet" --no-path >&2
}

require_sdk() {
    find_sdk && return 0
    echo "The .NET SDK 10.0 is not installed (https://dotnet.microsoft.com/download)." >&2
    if [ "${yes:-0}" != 1 ]; then
        if ! { [ -t 0 ] && [ -t 2 ]; }; then
            echo "Install it, or run again with --yes as the first argument to fetch it into .dotnet/ of this folder." >&2
            return 1
        fi
        local answer
        read -r -p "Fetch it with Microsoft's dotnet-install.sh into $root/.dotnet (about 250 MB)? [y/N] " answer
        case $answer in [yY]*) ;; *) return 1 ;; esac
    fi
    fetch_sdk && find_sdk || { echo "The SDK could not be installed." >&2; return 1; }
}
