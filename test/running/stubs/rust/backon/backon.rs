//! The public signatures of backon 1 that fixes use, and what they do; waits are told, not made.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Waits that grow, each with up to as much again at random.
#[derive(Clone, Copy)]
pub struct ExponentialBuilder {
    jitter: bool,
    min_delay: Duration,
    max_delay: Duration,
    max_times: usize,
}

impl Default for ExponentialBuilder {
    fn default() -> Self {
        ExponentialBuilder { jitter: false, min_delay: Duration::from_secs(1), max_delay: Duration::from_secs(60), max_times: 3 }
    }
}

impl ExponentialBuilder {
    pub fn with_jitter(mut self) -> Self {
        self.jitter = true;
        self
    }

    pub fn with_min_delay(mut self, min_delay: Duration) -> Self {
        self.min_delay = min_delay;
        self
    }

    pub fn with_max_delay(mut self, max_delay: Duration) -> Self {
        self.max_delay = max_delay;
        self
    }

    pub fn with_max_times(mut self, max_times: usize) -> Self {
        self.max_times = max_times;
        self
    }

    fn wait(&self, times: usize) {
        let delay = (self.min_delay * (1 << times.min(10))).min(self.max_delay);
        println!("waited {}", if self.jitter { delay * 3 / 2 } else { delay }.as_millis());
    }
}

type Always<E> = fn(&E) -> bool;

pub trait BlockingRetryable<T, E, F: FnMut() -> Result<T, E>> {
    fn retry(self, builder: ExponentialBuilder) -> BlockingRetry<T, E, F>;
}

impl<T, E, F: FnMut() -> Result<T, E>> BlockingRetryable<T, E, F> for F {
    fn retry(self, builder: ExponentialBuilder) -> BlockingRetry<T, E, F> {
        BlockingRetry { builder, attempt: self, retryable: |_| true }
    }
}

pub struct BlockingRetry<T, E, F: FnMut() -> Result<T, E>, R = Always<E>> {
    builder: ExponentialBuilder,
    attempt: F,
    retryable: R,
}

impl<T, E, F: FnMut() -> Result<T, E>, R: FnMut(&E) -> bool> BlockingRetry<T, E, F, R> {
    pub fn when<N: FnMut(&E) -> bool>(self, retryable: N) -> BlockingRetry<T, E, F, N> {
        BlockingRetry { builder: self.builder, attempt: self.attempt, retryable }
    }

    pub fn call(mut self) -> Result<T, E> {
        let mut times = 0;
        loop {
            match (self.attempt)() {
                Err(error) if (self.retryable)(&error) && times < self.builder.max_times => {
                    self.builder.wait(times);
                    times += 1;
                }
                other => return other,
            }
        }
    }
}

pub trait Retryable<T, E, Fut: Future<Output = Result<T, E>>, F: FnMut() -> Fut> {
    fn retry(self, builder: ExponentialBuilder) -> Retry<T, E, Fut, F>;
}

impl<T, E, Fut: Future<Output = Result<T, E>>, F: FnMut() -> Fut> Retryable<T, E, Fut, F> for F {
    fn retry(self, builder: ExponentialBuilder) -> Retry<T, E, Fut, F> {
        Retry { builder, attempt: self, retryable: |_| true, times: 0, running: None }
    }
}

pub struct Retry<T, E, Fut: Future<Output = Result<T, E>>, F: FnMut() -> Fut, R = Always<E>> {
    builder: ExponentialBuilder,
    attempt: F,
    retryable: R,
    times: usize,
    running: Option<Pin<Box<Fut>>>,
}

impl<T, E, Fut: Future<Output = Result<T, E>>, F: FnMut() -> Fut, R: FnMut(&E) -> bool> Retry<T, E, Fut, F, R> {
    pub fn when<N: FnMut(&E) -> bool>(self, retryable: N) -> Retry<T, E, Fut, F, N> {
        Retry { builder: self.builder, attempt: self.attempt, retryable, times: 0, running: None }
    }
}

impl<T, E, Fut: Future<Output = Result<T, E>>, F: FnMut() -> Fut, R> Unpin for Retry<T, E, Fut, F, R> {}

impl<T, E, Fut: Future<Output = Result<T, E>>, F: FnMut() -> Fut, R: FnMut(&E) -> bool> Future for Retry<T, E, Fut, F, R> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        loop {
            if this.running.is_none() {
                this.running = Some(Box::pin((this.attempt)()));
            }
            match this.running.as_mut().map(|running| running.as_mut().poll(context)) {
                Some(Poll::Ready(Err(error))) if (this.retryable)(&error) && this.times < this.builder.max_times => {
                    this.builder.wait(this.times);
                    this.times += 1;
                    this.running = None;
                }
                Some(outcome) => return outcome,
                None => unreachable!(),
            }
        }
    }
}
