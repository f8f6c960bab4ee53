use std::thread;
use std::time::Duration;

const REACTOR: &str = "https://reactor.adobe.io";

/// A list behind a predicate.
const RETRYABLE_CODES: [&str; 2] = ["internal-error", "unknown-error"];

pub struct ReactorError {
    pub code: String,
    pub title: String,
}

fn is_retryable(error: &ReactorError) -> bool {
    RETRYABLE_CODES.contains(&error.code.as_str())
}

pub fn build(post: &dyn Fn(&str) -> Result<String, ReactorError>, library: &str, tries: u32) -> Result<String, String> {
    match post(&format!("{}/libraries/{}/builds", REACTOR, library)) {
        Ok(id) => Ok(id),
        Err(error) => {
            if is_retryable(&error) && tries > 1 {
                thread::sleep(Duration::from_secs(60));
                return build(post, library, tries - 1);
            }
            Err(error.title)
        }
    }
}
