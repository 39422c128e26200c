//go:build !cgo

package aboveboard

// So that the compiler says what is missing, beside all that is undefined without it.
const _ = this_package_needs_cgo_and_a_C_compiler
