#!/bin/sh
# The form and the tests of the Go package: bindings/go/test.sh [what `go test` takes, such as -race]
set -eu

cd "$(dirname -- "$0")"
export CGO_ENABLED=1 GOTOOLCHAIN=local
unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
    printf 'gofmt would change:\n%s\n' "$unformatted" >&2
    exit 1
fi
go vet -p 2 -buildvcs=false ./...
go test -p 2 -buildvcs=false "$@" ./...
