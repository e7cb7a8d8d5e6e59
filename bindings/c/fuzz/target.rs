//! Calls every function of the header with all kinds of pointers and lengths that the header allows.
#![no_main]
#![allow(unsafe_code)]

use libfuzzer_sys::fuzz_target;
// calls.c needs its symbols.
use visitorseal_c_fuzz as _;

unsafe extern "C" {
    fn calls(data: *const u8, length: usize);
}

fuzz_target!(|data: &[u8]| {
    // SAFETY: calls reads `length` bytes from `data` and keeps neither.
    unsafe { calls(data.as_ptr(), data.len()) };
});
