#!/bin/sh
# Puts the C library into the Go package, and builds its example and the driver of the tests: bindings/go/build.sh
# Takes the archive that bindings/shell/build.sh has made.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
package=$root/bindings/go
library=$package/libaboveboard_$(go env GOOS)_$(go env GOARCH).a

mkdir -p "$root/build/bin" "$root/build/examples"
cp "$target/release/libaboveboard_ffi.a" "$library"
strip -S "$library"
# Go does not look at archives to see whether a program has to be linked anew, but at what the package is compiled to.
{
    cat "$root/ffi/include/aboveboard.h"
    echo "#define ABV_ARCHIVE \"$(cksum < "$library")\""
} > "$package/aboveboard.h"
# As `go mod vendor` takes them along; links it would leave out.
cp "$root/LICENSE-APACHE" "$root/LICENSE-MIT" "$package"
cp "$root/core/contracts/pk3s-infra.json" "$package/examples/infra/telemetry.json"

cd "$package"
export CGO_ENABLED=1 GOTOOLCHAIN=local
for example in infra commands; do
    go build -p 2 -buildvcs=false -ldflags='-s -w' -o "$root/build/examples/$example-go" ./examples/$example
done
go test -p 2 -buildvcs=false -vet=off -c -o "$root/build/bin/aboveboard-driver-go" .
