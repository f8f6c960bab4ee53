// Package backoff has the public signatures of github.com/cenkalti/backoff/v4 from 4.2 on that fixes use, and what they do.
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
	InitialInterval time.Duration
	Multiplier      float64
	MaxInterval     time.Duration
	current         time.Duration
}

// NewExponentialBackOff has the library's own defaults.
func NewExponentialBackOff() *ExponentialBackOff {
	b := &ExponentialBackOff{InitialInterval: 500 * time.Millisecond, Multiplier: 1.5, MaxInterval: time.Minute}
	b.Reset()
	return b
}

// Reset begins anew.
func (b *ExponentialBackOff) Reset() { b.current = b.InitialInterval }

// NextBackOff is half as long to half as long again as the interval.
func (b *ExponentialBackOff) NextBackOff() time.Duration {
	next := time.Duration(float64(b.current) * (0.5 + rand.Float64()))
	if b.current = time.Duration(float64(b.current) * b.Multiplier); b.current > b.MaxInterval {
		b.current = b.MaxInterval
	}
	return next
}

type limited struct {
	BackOff
	max, tries uint64
}

// WithMaxRetries counts the attempts behind the first.
func WithMaxRetries(b BackOff, max uint64) BackOff { return &limited{BackOff: b, max: max} }

func (b *limited) NextBackOff() time.Duration {
	if b.tries++; b.tries > b.max {
		return Stop
	}
	return b.BackOff.NextBackOff()
}

type cancellable struct {
	BackOff
	ctx context.Context
}

// BackOffContext may be cancelled.
type BackOffContext interface {
	BackOff
	Context() context.Context
}

// WithContext ends the waits with the context.
func WithContext(b BackOff, ctx context.Context) BackOffContext { return &cancellable{b, ctx} }

func (b *cancellable) Context() context.Context { return b.ctx }

// PermanentError is not tried again.
type PermanentError struct{ Err error }

func (e *PermanentError) Error() string { return e.Err.Error() }

func (e *PermanentError) Unwrap() error { return e.Err }

// Permanent marks a failure as final.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &PermanentError{Err: err}
}

// Operation is tried again.
type Operation func() error

// OperationWithData is tried again.
type OperationWithData[T any] func() (T, error)

// Retry tries o again until it succeeds, fails for good, or b stops.
func Retry(o Operation, b BackOff) error {
	_, err := RetryWithData(func() (struct{}, error) { return struct{}{}, o() }, b)
	return err
}

// RetryWithData is Retry with a value.
func RetryWithData[T any](o OperationWithData[T], b BackOff) (T, error) {
	ctx := context.Background()
	if c, ok := b.(BackOffContext); ok {
		ctx = c.Context()
	}
	for {
		value, err := o()
		var permanent *PermanentError
		if err == nil {
			return value, nil
		} else if errors.As(err, &permanent) {
			return value, permanent.Err
		}
		next := b.NextBackOff()
		if next == Stop {
			return value, err
		}
		timer := time.NewTimer(next)
		select {
		case <-ctx.Done():
			timer.Stop()
			return value, ctx.Err()
		case <-timer.C:
		}
	}
}
