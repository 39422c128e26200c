package aboveboard

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// deliverer is what the program is called where it is started again to deliver.
	deliverer = "aboveboard-deliver"
	// handoverPatience is how long a program that is starting may leave what it is to deliver in the pipe.
	handoverPatience = 2 * time.Second
)

// underWay counts the processes of this one that deliver.
var underWay atomic.Int64

// Go cannot fork: to deliver after its end, a program starts itself anew, and comes no further than here.
func init() {
	if len(os.Args) != 2 || os.Args[0] != deliverer || os.Args[1] != "deliver" {
		return
	}
	closeInherited()
	_, _ = newHost(nil, nil).run(context.Background(), "deliver")
	os.Exit(0)
}

// mayDetach says whether this program is one that can be started again: a library in somebody else's program is not, nor
// one that cannot find itself, as without /proc, and with the first process of a container all others end.
var mayDetach = sync.OnceValue(func() bool {
	itself, err := ownPath()
	if err == nil {
		_, err = os.Stat(itself)
	}
	if err != nil || os.Getpid() == 1 {
		return false
	}
	about, known := debug.ReadBuildInfo()
	if !known {
		return true
	}
	for _, setting := range about.Settings {
		if setting.Key == "-buildmode" {
			return setting.Value == "exe" || setting.Value == "pie"
		}
	}
	return true
})

// detach starts a process that delivers what is handed over, and does not wait for it. It has standard error only where
// somebody asks to have it heard.
func detach(handedOver string, heard bool) error {
	if underWay.Add(1) > mostAtOnce {
		underWay.Add(-1)
		return full
	}
	err := startDeliverer(handedOver, heard)
	if err != nil {
		underWay.Add(-1)
	}
	return err
}

func startDeliverer(handedOver string, heard bool) error {
	itself, err := ownPath()
	if err != nil {
		return err
	}
	reading, writing, err := os.Pipe()
	if err != nil {
		return err
	}
	defer writing.Close()
	process := &exec.Cmd{
		Path:  itself,
		Args:  []string{deliverer, "deliver"},
		Stdin: reading,
		// It outlives the tool: it may not hold the working directory, and no terminal reaches it.
		Dir:         "/",
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}
	if heard {
		process.Stderr = os.Stderr
	}
	err = process.Start()
	_ = reading.Close()
	if err != nil {
		return err
	}
	_ = writing.SetWriteDeadline(time.Now().Add(handoverPatience))
	_, err = writing.WriteString(handedOver)
	if err != nil {
		_ = process.Process.Kill()
		_ = process.Wait()
		return err
	}
	go func() {
		_ = process.Wait()
		underWay.Add(-1)
	}()
	return nil
}

// ownPath is that of this program, also where its file has been replaced meanwhile.
func ownPath() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// closeInherited closes what the tool's caller has left open: a pipe would keep its `$(...)` waiting. What Go itself
// has opened is closed by exec, and so tells itself apart.
func closeInherited() {
	directory, err := os.Open("/dev/fd")
	if err != nil {
		return
	}
	defer directory.Close()
	names, _ := directory.Readdirnames(-1)
	for _, name := range names {
		if number, err := strconv.Atoi(name); err == nil && number > standardError && isInherited(number) {
			_ = syscall.Close(number)
		}
	}
}
