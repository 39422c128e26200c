package aboveboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

func TestASenderOfTheToolsOwn(t *testing.T) {
	var bodies atomic.Value
	sender := func(_ context.Context, request *Request) (Response, error) {
		bodies.Store(request.Body)
		return Response{Status: 204}, nil
	}
	tool := allowed(t, example, Options{Sender: sender}, "http://127.0.0.1:1/")
	good(t, tool.Send(started, fields(), when2026))
	tool.Close()
	payload, err := tool.Payload(started, fields(), when2026)
	good(t, err)
	equal(t, bodies.Load().(string), payload.Bytes)
	equal(t, tool.Counters(), Counters{Sent: 1})
	tool.Close()
}

func TestASenderThatFailsInEveryWay(t *testing.T) {
	once := strings.Replace(example, `"every_seconds"`, `"attempts": {"value": 1}, "every_seconds"`, 1)
	for _, sender := range []Sender{
		func(context.Context, *Request) (Response, error) { panic("a bug of the tool's") },
		func(context.Context, *Request) (Response, error) { return Response{}, errors.New("hush") },
		func(context.Context, *Request) (Response, error) { return Response{Status: 101}, nil },
		func(context.Context, *Request) (Response, error) { return Response{Status: -1}, nil },
		func(context.Context, *Request) (Response, error) {
			return Response{Status: 404, RetryAfter: "1\nHTTP/1.1 204"}, nil
		},
	} {
		tool := allowed(t, once, Options{Sender: sender}, "http://127.0.0.1:1/")
		good(t, tool.SendAndWait(context.Background(), started, fields()))
		equal(t, tool.Counters(), Counters{Errors: 1, Dropped: 1})
	}
}

func TestAHeadHoldsOnlyWhatTheCoreCanRead(t *testing.T) {
	for said, told := range map[string]string{
		"": "", " 7\t": "7", "Wed, 21 Oct 2015 07:28:00 GMT": "Wed, 21 Oct 2015 07:28:00 GMT", " ": "", "7\t8": "",
		"7\nX: y": "", "\xff7": "", "\ufffd7": "", "sp\u00e4ter": "", "\x7f": "",
		strings.Repeat("7", longestRetryAfter):   strings.Repeat("7", longestRetryAfter),
		strings.Repeat("7", longestRetryAfter+1): "",
	} {
		if told != "" {
			told = "Retry-After: " + told + "\n"
		}
		head, err := Response{204, said}.head()
		good(t, err)
		equal(t, string(head), "HTTP/1.1 204\n"+told)
	}
}

func TestTheEndWaitsOnlySoLong(t *testing.T) {
	sender := func(ctx context.Context, _ *Request) (Response, error) {
		<-ctx.Done()
		return Response{}, ctx.Err()
	}
	tool := allowed(t, example, Options{Sender: sender, ExitBudget: 50 * time.Millisecond}, "http://127.0.0.1:1/")
	good(t, tool.Send(started, fields()))
	began := time.Now()
	tool.Close()
	if taken := time.Since(began); taken < 50*time.Millisecond || taken > 3*time.Second {
		t.Errorf("it took %s", taken)
	}
}

func TestARequestIsReadAndKeepsItsSecrets(t *testing.T) {
	request, err := readRequest(`{"method":"POST","url":"http://hush/","headers":[["Authorization","Bearer hush"]],
		"body":"hush","connect_timeout_seconds":5,"timeout_seconds":10,"attempts":3}`)
	good(t, err)
	equal(t, *request, Request{"POST", "http://hush/", []Header{{"Authorization", "Bearer hush"}}, "hush",
		5 * time.Second, 10 * time.Second})
	for _, form := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, printed := range []any{request, *request} {
			if said := fmt.Sprintf(form, printed); strings.Contains(said, "hush") {
				t.Error(said)
			}
		}
	}
	for _, text := range []string{"{}", "no json", `{"method":1}`} {
		_, err := readRequest(text)
		equal(t, err, error(other))
	}
}

// exchangeWith gives what comes of a request of so many seconds to an address.
func exchangeWith(url string, connect, whole int) (string, error) {
	text := fmt.Sprintf(`{"method":"POST","url":%q,"headers":[["X-y","z"]],"body":"b",
		"connect_timeout_seconds":%d,"timeout_seconds":%d}`, url, connect, whole)
	head, err := newHost(nil, nil).exchange(context.Background(), text)
	return string(head), err
}

func TestAnAnswerIsItsHead(t *testing.T) {
	elsewhere := receive(t, nil)
	for _, status := range []int{200, 204, 299, 301, 302, 303, 307, 308, 404, 429, 500, 599} {
		receiver := receive(t, func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("Location", elsewhere.url)
			writer.Header().Set("Retry-After", "120")
			writer.WriteHeader(status)
		})
		head, err := exchangeWith(receiver.url, 1, 5)
		good(t, err)
		equal(t, head, fmt.Sprintf("HTTP/1.1 %d\nRetry-After: 120\n", status))
		equal(t, len(receiver.got()), 1)
	}
	equal(t, len(elsewhere.got()), 0)
}

// speak answers every connection with these bytes, and then closes it or does nothing.
func speak(t *testing.T, said string, closes bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	good(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = connection.Read(make([]byte, 4096))
			_, _ = connection.Write([]byte(said))
			if closes {
				_ = connection.Close()
			} else {
				t.Cleanup(func() { _ = connection.Close() })
			}
		}
	}()
	return "http://" + listener.Addr().String() + "/"
}

func TestReceiversThatFailInEveryWay(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	defer untrusted.Close()
	for _, wrong := range []struct {
		url  string
		head string
		err  error
	}{
		{speak(t, "", true), "", other},
		{speak(t, "", false), "", timeout},
		{speak(t, "hello\r\n", true), "", other},
		{speak(t, "HTTP/1.1 many\r\n\r\n", true), "", other},
		{speak(t, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", false), "", other},
		{speak(t, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", true), "HTTP/1.1 204\n", nil},
		{speak(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", true), "HTTP/1.1 200\n", nil},
		{speak(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", false), "HTTP/1.1 200\n", nil},
		{speak(t, "HTTP/1.1 200 OK\r\n\r\n"+strings.Repeat("x", 3<<20), false), "HTTP/1.1 200\n", nil},
		{speak(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 3<<20), false), "", other},
		{"http://127.0.0.1:1/", "", other},
		{"https" + strings.TrimPrefix(speak(t, "hello", true), "http"), "", other},
		{"https" + strings.TrimPrefix(speak(t, "", false), "http"), "", timeout},
		{untrusted.URL, "", other},
		{"http://[/", "", other},
	} {
		began := time.Now()
		head, err := exchangeWith(wrong.url, 1, 1)
		if head != wrong.head || (err == nil) != (wrong.err == nil) || (err != nil && classOf(err) != wrong.err) {
			t.Errorf("%s: %q, %v", wrong.url, head, err)
		}
		if taken := time.Since(began); taken > 3*time.Second {
			t.Errorf("%s took %s", wrong.url, taken)
		}
	}
}

func TestClassesOfErrors(t *testing.T) {
	for err, class := range map[error]class{
		syscall.ENOENT: absent, syscall.ENOTDIR: absent, syscall.EACCES: denied, syscall.EPERM: denied,
		syscall.EROFS: readOnly, syscall.ENOSPC: full, syscall.EDQUOT: full, syscall.EFBIG: full,
		syscall.EEXIST: exists, syscall.ETIMEDOUT: timeout, syscall.EINTR: interrupted, syscall.ELOOP: other,
		syscall.EAGAIN:       other,
		syscall.ECONNREFUSED: other, errors.New("x"): other, context.DeadlineExceeded: timeout,
		context.Canceled: interrupted, errors.ErrUnsupported: unsupported,
	} {
		equal(t, classOf(fmt.Errorf("wrapped: %w", err)), class)
	}
}
