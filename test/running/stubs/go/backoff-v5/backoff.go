// Package backoff has the public signatures of github.com/cenkalti/backoff/v5 that fixes use, and what they do.
package backoff

import (
	"context"
	"errors"
	"math/rand"
	"time"
)

// Stop ends the attempts.
const Stop time.Duration = -1

// BackOff says how long to wait.
type BackOff interface {
	NextBackOff() time.Duration
	Reset()
}

// ExponentialBackOff waits longer each time.
type ExponentialBackOff struct {
	InitialInterval     time.Duration
	RandomizationFactor float64
	Multiplier          float64
	MaxInterval         time.Duration
	current             time.Duration
}

// NewExponentialBackOff has the library's own defaults.
func NewExponentialBackOff() *ExponentialBackOff {
	return &ExponentialBackOff{InitialInterval: 500 * time.Millisecond, RandomizationFactor: 0.5, Multiplier: 1.5, MaxInterval: time.Minute}
}

// Reset begins anew.
func (b *ExponentialBackOff) Reset() { b.current = b.InitialInterval }

// NextBackOff is around the interval.
func (b *ExponentialBackOff) NextBackOff() time.Duration {
	if b.current == 0 {
		b.current = b.InitialInterval
	}
	next := time.Duration(float64(b.current) * (1 - b.RandomizationFactor + 2*b.RandomizationFactor*rand.Float64()))
	if b.current = time.Duration(float64(b.current) * b.Multiplier); b.current > b.MaxInterval {
		b.current = b.MaxInterval
	}
	return next
}

// PermanentError is not tried again.
type PermanentError struct{ err error }

func (e *PermanentError) Error() string { return e.err.Error() }

func (e *PermanentError) Unwrap() error { return e.err }

// Permanent marks a failure as final.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &PermanentError{err: err}
}

type options struct {
	backOff  BackOff
	maxTries uint
}

// RetryOption sets something.
type RetryOption func(*options)

// WithBackOff says how long to wait.
func WithBackOff(b BackOff) RetryOption { return func(o *options) { o.backOff = b } }

// WithMaxTries counts all attempts.
func WithMaxTries(n uint) RetryOption { return func(o *options) { o.maxTries = n } }

// Operation is tried again.
type Operation[T any] func() (T, error)

// Retry tries the operation again; the last attempt's failure is returned as it is, even a permanent one.
func Retry[T any](ctx context.Context, operation Operation[T], opts ...RetryOption) (T, error) {
	set := &options{backOff: NewExponentialBackOff()}
	for _, opt := range opts {
		opt(set)
	}
	set.backOff.Reset()
	for tries := uint(1); ; tries++ {
		value, err := operation()
		var permanent *PermanentError
		if err == nil || (set.maxTries > 0 && tries >= set.maxTries) {
			return value, err
		} else if errors.As(err, &permanent) {
			return value, permanent.Unwrap()
		} else if ctx.Err() != nil {
			return value, ctx.Err()
		}
		timer := time.NewTimer(set.backOff.NextBackOff())
		select {
		case <-ctx.Done():
			timer.Stop()
			return value, ctx.Err()
		case <-timer.C:
		}
	}
}
