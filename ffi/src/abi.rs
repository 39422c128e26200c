//! Which ABI the library has.

/// The ABI that this header declares. It counts what a program that was built before could not bear; what is only new leaves
/// it as it is. The shared library is called by it, `libaboveboard.so.0`.
pub const ABV_ABI: u32 = 0;

/// The ABI that the library has, which is to be ABV_ABI.
#[unsafe(no_mangle)]
pub extern "C" fn abv_abi() -> u32 {
    ABV_ABI
}
