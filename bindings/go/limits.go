package aboveboard

import "syscall"

// allowSize says whether a file may become so large. Where it may not, a write is answered with a signal that ends the
// whole program, and what a program does with its signals is not for a library to change.
func allowSize(size int64) bool {
	var limit syscall.Rlimit
	return syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit) != nil || uint64(size) <= uint64(limit.Cur)
}

// allowOn says whether a standard stream takes so much more, where it leads to a file.
func allowOn(descriptor, more int) bool {
	var about syscall.Stat_t
	if syscall.Fstat(descriptor, &about) != nil || about.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return true
	}
	// What is written stands at the end or, without O_APPEND, where the last write has stopped.
	position, _ := syscall.Seek(descriptor, 0, 1)
	return allowSize(max(about.Size, position) + int64(more))
}
