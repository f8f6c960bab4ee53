// Package clock stands in for the standard library's time: its clock is not the real one.
package clock

import (
	"fmt"
	"time"
)

type (
	Duration = time.Duration
	Time     = time.Time
	Timer    = time.Timer
)

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
	return time.NewTimer(0)
}

// Now is the real time.
func Now() Time {
	return time.Now()
}
