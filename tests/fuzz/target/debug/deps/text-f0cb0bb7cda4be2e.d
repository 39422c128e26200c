/work/main/tests/fuzz/target/debug/deps/text-f0cb0bb7cda4be2e.d: targets/text.rs targets/known.rs

/work/main/tests/fuzz/target/debug/deps/libtext-f0cb0bb7cda4be2e.rmeta: targets/text.rs targets/known.rs

targets/text.rs:
targets/known.rs:
