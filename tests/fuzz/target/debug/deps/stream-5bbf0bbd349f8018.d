/work/main/tests/fuzz/target/debug/deps/stream-5bbf0bbd349f8018.d: targets/stream.rs targets/known.rs targets/../../../core/tests/scrub/lines.txt

/work/main/tests/fuzz/target/debug/deps/libstream-5bbf0bbd349f8018.rmeta: targets/stream.rs targets/known.rs targets/../../../core/tests/scrub/lines.txt

targets/stream.rs:
targets/known.rs:
targets/../../../core/tests/scrub/lines.txt:
