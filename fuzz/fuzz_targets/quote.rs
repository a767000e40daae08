#![no_main]

#[path = "../src/quote.rs"]
mod quote;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quote::quote(bytes));
