package aboveboard

import (
	"os"
	"syscall"
)

// dress gives a new file the owner that the old one had, and its permission bits. Neither depends on the umask.
func dress(file *os.File, directory string, present os.FileInfo, mode os.FileMode) error {
	kept := os.FileMode(0o600)
	if present == nil {
		give(file, directory)
	} else {
		made, err := file.Stat()
		if err != nil {
			return err
		}
		old, new := present.Sys().(*syscall.Stat_t), made.Sys().(*syscall.Stat_t)
		if old.Uid != new.Uid || old.Gid != new.Gid {
			if err := file.Chown(int(old.Uid), int(old.Gid)); err != nil {
				return err
			}
		}
		kept = present.Mode() & 0o775
	}
	if mode == 0 {
		mode = kept
	}
	return file.Chmod(mode)
}

// give has what root makes in the directory of somebody else (`sudo -E`) be theirs, who could not change it otherwise.
// Nothing fails here.
func give(made *os.File, directory string) {
	if os.Geteuid() != 0 {
		return
	}
	var above syscall.Stat_t
	if syscall.Stat(directory, &above) == nil && above.Uid != 0 {
		_ = made.Chown(int(above.Uid), int(above.Gid))
	}
}

// giveDirectory is the same for a directory: by what is open, which cannot have become something else meanwhile.
func giveDirectory(path, directory string) {
	made, err := os.OpenFile(path, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return
	}
	give(made, directory)
	_ = made.Close()
}
