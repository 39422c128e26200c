/work/main/tests/fuzz/target/debug/deps/arguments-90bcf35d48aade8e.d: targets/arguments.rs targets/known.rs

/work/main/tests/fuzz/target/debug/deps/libarguments-90bcf35d48aade8e.rmeta: targets/arguments.rs targets/known.rs

targets/arguments.rs:
targets/known.rs:
