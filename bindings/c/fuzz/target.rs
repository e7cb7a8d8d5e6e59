//! Every function of the header with pointers and lengths of any kind that the header allows.
#![no_main]
#![allow(unsafe_code)]

use libfuzzer_sys::fuzz_target;
// Its symbols are what the caller in C calls.
use visitorseal_c_fuzz as _;

unsafe extern "C" {
    fn calls(data: *const u8, length: usize);
}

fuzz_target!(|data: &[u8]| {
    // SAFETY: calls reads `length` bytes from `data` and keeps neither.
    unsafe { calls(data.as_ptr(), data.len()) };
});
