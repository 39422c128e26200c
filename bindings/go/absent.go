//go:build !cgo || windows

package aboveboard

// So that the compiler says first what is missing: it looks at types before all else, in the order of the files.
type missing this_package_needs_cgo_a_C_compiler_and_Linux_or_macOS
