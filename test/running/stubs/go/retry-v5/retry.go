// Package retry has the public signatures of github.com/avast/retry-go/v5 that fixes use, and what they do.
package retry

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"time"
)

// DelayContext is what a delay is worked out from.
type DelayContext interface {
	Delay() time.Duration
	MaxDelay() time.Duration
}

// DelayTypeFunc works a delay out.
type DelayTypeFunc func(n uint, err error, config DelayContext) time.Duration

type core struct {
	attempts        uint
	delay, maxDelay time.Duration
	delayType       DelayTypeFunc
	lastErrorOnly   bool
	context         context.Context
}

func (c *core) Delay() time.Duration    { return c.delay }
func (c *core) MaxDelay() time.Duration { return c.maxDelay }

// Option sets something.
type Option func(*core)

// Attempts counts all of them.
func Attempts(attempts uint) Option { return func(c *core) { c.attempts = attempts } }

// Delay is the first one.
func Delay(delay time.Duration) Option { return func(c *core) { c.delay = delay } }

// MaxDelay is the longest one.
func MaxDelay(maxDelay time.Duration) Option { return func(c *core) { c.maxDelay = maxDelay } }

// DelayType says how delays grow.
func DelayType(delayType DelayTypeFunc) Option { return func(c *core) { c.delayType = delayType } }

// LastErrorOnly gives the last failure instead of all.
func LastErrorOnly(only bool) Option { return func(c *core) { c.lastErrorOnly = only } }

// Context ends the waits.
func Context(ctx context.Context) Option { return func(c *core) { c.context = ctx } }

// FullJitterBackoffDelay is anything up to a bound that doubles.
func FullJitterBackoffDelay(n uint, _ error, config DelayContext) time.Duration {
	ceiling := math.Min(float64(config.Delay())*math.Pow(2, float64(n)), float64(config.MaxDelay()))
	return time.Duration(rand.Int63n(int64(ceiling)))
}

// Retrier tries again what gives no value.
type Retrier struct{ *core }

// RetrierWithData tries again what gives a value.
type RetrierWithData[T any] struct{ *core }

func newCore(opts []Option) *core {
	c := &core{attempts: 10, delay: 100 * time.Millisecond, delayType: FullJitterBackoffDelay, context: context.Background()}
	for _, opt := range opts {
		opt(c)
	}
	return c
}

// New makes one.
func New(opts ...Option) *Retrier { return &Retrier{newCore(opts)} }

// NewWithData makes one.
func NewWithData[T any](opts ...Option) *RetrierWithData[T] {
	return &RetrierWithData[T]{newCore(opts)}
}

type unrecoverable struct{ error }

func (u unrecoverable) Unwrap() error { return u.error }

// Unrecoverable marks a failure as final.
func Unrecoverable(err error) error { return unrecoverable{err} }

// Do tries it again.
func (r *Retrier) Do(function func() error) error {
	_, err := do(r.core, func() (struct{}, error) { return struct{}{}, function() })
	return err
}

// Do tries it again.
func (r *RetrierWithData[T]) Do(function func() (T, error)) (T, error) { return do(r.core, function) }

func do[T any](c *core, function func() (T, error)) (T, error) {
	var none T
	for n := uint(1); ; n++ {
		value, err := function()
		if err == nil {
			return value, nil
		}
		final, is := err.(unrecoverable)
		if is {
			err = final.error
		}
		if is || errors.As(err, &unrecoverable{}) || n >= c.attempts {
			if c.lastErrorOnly {
				return none, err
			}
			return none, fmt.Errorf("all attempts fail: %w", err)
		}
		select {
		case <-time.After(c.delayType(n, err, c)):
		case <-c.context.Done():
			return none, c.context.Err()
		}
	}
}
