"""Becomes a program in whose environment more entries stand behind its own, also of the same names, which neither a
shell nor Python can make by itself: twice.py NAME=VALUE... -- PROGRAM [ARGUMENT]..."""

import ctypes
import os
import sys


def strings(texts: list[bytes]) -> "ctypes.Array[ctypes.c_char_p]":
    """A list of strings as C has it."""
    return (ctypes.c_char_p * (len(texts) + 1))(*texts, None)


words = [os.fsencode(word) for word in sys.argv[1:]]
end = words.index(b"--")
entries = [name + b"=" + value for name, value in os.environb.items()] + words[:end]
ctypes.CDLL(None).execvpe(words[end + 1], strings(words[end + 1 :]), strings(entries))
sys.exit(127)
