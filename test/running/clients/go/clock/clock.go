// Package clock stands in for the standard library's time: its clock is not the real one.
package clock

import (
	"fmt"
	"time"
)

type (
	Duration = time.Duration
	Time     = time.Time
)

// Timer is due at once, however often it is set anew.
type Timer struct {
	C     <-chan Time
	timer *time.Timer
}

// Stop stops it.
func (t *Timer) Stop() bool {
	return t.timer.Stop()
}

// Reset says how long it was to wait.
func (t *Timer) Reset(d Duration) bool {
	Sleep(d)
	return t.timer.Reset(0)
}

const (
	Millisecond = time.Millisecond
	Second      = time.Second
	Minute      = time.Minute
	Hour        = time.Hour
)

// Sleep says how long it was to sleep.
func Sleep(d Duration) {
	fmt.Println("waited", d.Milliseconds())
}

// After is due at once.
func After(d Duration) <-chan Time {
	Sleep(d)
	return time.After(0)
}

// NewTimer is due at once.
func NewTimer(d Duration) *Timer {
	Sleep(d)
	timer := time.NewTimer(0)
	return &Timer{C: timer.C, timer: timer}
}

// Now is the real time.
func Now() Time {
	return time.Now()
}

// Since is the real time that has passed.
func Since(t Time) Duration {
	return time.Since(t)
}
