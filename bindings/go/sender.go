package aboveboard

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// longestRetryAfter is more than any number of seconds, and any date.
const longestRetryAfter = 128

// Sender sends one request, once, and follows no redirect. It is called from several goroutines. The context ends when
// the time for the whole exchange is up. An error says that there was no answer; none reaches the tool.
type Sender func(ctx context.Context, request *Request) (Response, error)

// Request is one HTTP request, exactly as the core has composed it. Printing it shows nothing that may be private.
type Request struct {
	// Method is POST.
	Method string
	// URL is the whole address.
	URL string
	// Headers are all to send, in order; one of them may hold a bearer token.
	Headers []Header
	// Body is what is to arrive, byte for byte.
	Body string
	// ConnectTimeout is how long connecting may take.
	ConnectTimeout time.Duration
	// Timeout is how long the whole exchange may take.
	Timeout time.Duration
}

// Header is one of a request's.
type Header struct {
	Name, Value string
}

// Response is the head of an answer.
type Response struct {
	// Status is the HTTP status.
	Status int
	// RetryAfter is the header of that name; empty where there was none.
	RetryAfter string
}

// String leaves out everything that may be private.
func (r Request) String() string {
	return fmt.Sprintf("%s within %s", r.Method, r.Timeout)
}

// GoString is as String.
func (r Request) GoString() string {
	return r.String()
}

// HTTP gives the request in the form of package net/http, for a Sender with a client of its own.
func (r *Request) HTTP(ctx context.Context) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, r.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	// Go would give itself a name where the request has none.
	request.Header["User-Agent"] = nil
	for _, header := range r.Headers {
		name := http.CanonicalHeaderKey(header.Name)
		request.Header[name] = append(request.Header[name], header.Value)
	}
	return request, nil
}

// readRequest reads a request as the core writes it.
func readRequest(text string) (*Request, error) {
	var said struct {
		Method  string      `json:"method"`
		URL     string      `json:"url"`
		Headers [][2]string `json:"headers"`
		Body    string      `json:"body"`
		Connect int64       `json:"connect_timeout_seconds"`
		Timeout int64       `json:"timeout_seconds"`
	}
	if json.Unmarshal([]byte(text), &said) != nil || said.Method == "" || said.URL == "" {
		return nil, other
	}
	request := &Request{
		Method: said.Method, URL: said.URL, Body: said.Body,
		ConnectTimeout: time.Duration(said.Connect) * time.Second, Timeout: time.Duration(said.Timeout) * time.Second,
	}
	for _, header := range said.Headers {
		request.Headers = append(request.Headers, Header{header[0], header[1]})
	}
	return request, nil
}

// head is the response as the core reads it.
func (r Response) head() ([]byte, error) {
	// What is no status of an answer is none to the core.
	if r.Status < 200 || r.Status > 999 {
		return nil, other
	}
	head := fmt.Sprintf("HTTP/1.1 %d\n", r.Status)
	// A receiver may say anything. Of what is no visible ASCII the core could make nothing, and a line feed would begin a
	// line of the receiver's own making.
	told := strings.Trim(r.RetryAfter, " \t")
	if told != "" && len(told) <= longestRetryAfter && !strings.ContainsFunc(told, isHidden) {
		head += "Retry-After: " + told + "\n"
	}
	return []byte(head), nil
}

func isHidden(character rune) bool {
	return character < ' ' || character > '~'
}
