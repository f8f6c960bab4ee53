//! Reads leads and what they consist of.

use std::thread;
use std::time::Duration;

const BASE: &str = "https://123-ABC-456.mktorest.com";
const MAX_ATTEMPTS: u32 = 4;

pub struct Fault {
    pub code: String,
    pub message: String,
}

pub struct Answer {
    pub success: bool,
    pub result: Vec<String>,
    pub errors: Vec<Fault>,
}

/// How requests are sent.
pub trait Transport {
    fn get(&self, url: &str, token: &str) -> Result<Answer, String>;
}

pub struct Leads<T: Transport> {
    transport: T,
    token: String,
}

impl<T: Transport> Leads<T> {
    pub fn new(transport: T) -> Self {
        Leads { transport, token: String::new() }
    }

    /// A match in a loop.
    pub fn find(&mut self, email: &str) -> Result<Vec<String>, String> {
        for _attempt in 0..MAX_ATTEMPTS {
            let url = format!("{}/rest/v1/leads.json?filterType=email&filterValues={}", BASE, email);
            let answer = self.transport.get(&url, &self.token)?;
            if answer.success {
                return Ok(answer.result);
            }
            let error = &answer.errors[0];
            match error.code.as_str() {
                "601" | "602" => self.refresh_token()?,
                "606" => thread::sleep(Duration::from_secs(20)),
                "610" => return Ok(Vec::new()),
                _ => return Err(format!("Marketo {}: {}", error.code, error.message)),
            }
        }
        Err(format!("no answer after {} attempts", MAX_ATTEMPTS))
    }

    /// A chain of conditions in a function that calls itself.
    pub fn describe(&mut self, name: &str) -> Result<Vec<String>, String> {
        let answer = self.transport.get(&format!("{}/rest/v1/{}/describe.json", BASE, name), &self.token)?;
        if answer.success {
            return Ok(answer.result);
        }
        let code = answer.errors[0].code.as_str();
        if code == "606" {
            thread::sleep(Duration::from_secs(20));
            return self.describe(name);
        } else if code == "603" {
            return Ok(Vec::new());
        }
        Err(answer.errors[0].message.clone())
    }

    fn refresh_token(&mut self) -> Result<(), String> {
        let answer = self.transport.get(&format!("{}/identity/oauth/token?grant_type=client_credentials", BASE), "")?;
        self.token = answer.result[0].clone();
        Ok(())
    }
}
