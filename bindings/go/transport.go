package aboveboard

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
)

// longestResponse is how much of a response is read.
const longestResponse = 1024 * 1024

// sendByHTTP is the sender used by default: no proxy, no redirect, nothing tried again, certificates always checked.
func sendByHTTP(ctx context.Context, request *Request) (Response, error) {
	outgoing, err := request.HTTP(ctx)
	if err != nil {
		return Response{}, err
	}
	connect := func(dial func(context.Context, string, string) (net.Conn, error)) dialer {
		return func(ctx context.Context, network, address string) (net.Conn, error) {
			ctx, cancel := context.WithTimeout(ctx, request.ConnectTimeout)
			defer cancel()
			return dial(ctx, network, address)
		}
	}
	// A transport of its own for each request: none waits for another, and no connection stays open. Its client would
	// follow redirects.
	transport := &http.Transport{
		DialContext:            connect((&net.Dialer{}).DialContext),
		DialTLSContext:         connect((&tls.Dialer{}).DialContext),
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: longestResponse,
	}
	response, err := transport.RoundTrip(outgoing)
	if err != nil {
		return Response{}, err
	}
	defer response.Body.Close()
	// Once the head is there the receiver has answered, whatever becomes of the body. One that would rather speak
	// something else (101) has none that ends by the context.
	if response.StatusCode >= http.StatusOK {
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, longestResponse))
	}
	answer := Response{Status: response.StatusCode}
	// The last one counts.
	if told := response.Header.Values("Retry-After"); len(told) > 0 {
		answer.RetryAfter = told[len(told)-1]
	}
	return answer, nil
}

type dialer = func(ctx context.Context, network, address string) (net.Conn, error)
