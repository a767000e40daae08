#![no_main]

#[path = "../src/time.rs"]
mod time;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| time::time(bytes));
