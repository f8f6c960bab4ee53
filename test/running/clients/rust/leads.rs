//! Reads leads and what they consist of.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

const MAX_ATTEMPTS: u32 = 4;

/// An answer, as far as this client reads it.
pub struct Answer {
    text: String,
}

impl Answer {
    fn success(&self) -> bool {
        self.text.contains("\"success\":true")
    }

    fn result(&self) -> Vec<String> {
        vec![self.text.clone()]
    }

    fn field(&self, name: &str) -> String {
        let mark = format!("\"{}\":\"", name);
        let behind = self.text.split(mark.as_str()).nth(1).unwrap_or("");
        behind.split('"').next().unwrap_or("").to_string()
    }

    fn error_code(&self) -> String {
        self.field("code")
    }
}

pub struct Leads {
    base: String,
    token: String,
}

impl Leads {
    pub fn new(base: &str) -> Self {
        let base = if base.is_empty() { "http://123-ABC-456.mktorest.com" } else { base };
        Leads { base: base.to_string(), token: String::new() }
    }

    /// A match in a loop that knows one of the throttled codes.
    pub fn find(&mut self, email: &str) -> Result<Vec<String>, String> {
        for _attempt in 0..MAX_ATTEMPTS {
            let answer = self.get(&format!("/rest/v1/leads.json?filterType=email&filterValues={}", email))?;
            if answer.success() {
                return Ok(answer.result());
            }
            let code = answer.error_code();
            match code.as_str() {
                "615" => thread::sleep(Duration::from_secs(2)),
                "610" => return Ok(Vec::new()),
                _ => return Err(format!("Marketo {}: {}", code, answer.field("message"))),
            }
        }
        Err(format!("no answer after {} attempts", MAX_ATTEMPTS))
    }

    /// A match that tries nothing twice.
    pub fn describe(&mut self, name: &str) -> Result<Vec<String>, String> {
        let answer = self.get(&format!("/rest/v1/{}/describe.json", name))?;
        if answer.success() {
            return Ok(answer.result());
        }
        match answer.error_code().as_str() {
            "603" => Err("this user may not read it".to_string()),
            "610" => Ok(Vec::new()),
            _ => Err(answer.field("message")),
        }
    }

    /// A chain of conditions that tries nothing twice.
    pub fn count(&mut self, program: &str) -> Result<Vec<String>, String> {
        let answer = self.get(&format!("/rest/asset/v1/program/{}/members.json", program))?;
        if answer.success() {
            return Ok(answer.result());
        }
        let code = answer.error_code();
        if code == "603" {
            return Err("this user may not read it".to_string());
        } else if code == "719" {
            return Err("the record is locked".to_string());
        }
        Err(answer.field("message"))
    }

    fn get(&mut self, path: &str) -> Result<Answer, String> {
        if self.token.is_empty() {
            self.refresh_token()?;
        }
        self.send(path)
    }

    fn send(&self, path: &str) -> Result<Answer, String> {
        let address = self.base.trim_start_matches("http://");
        let (host, folder) = address.split_once('/').unwrap_or((address, ""));
        let mut stream = TcpStream::connect(host).map_err(|e| e.to_string())?;
        let head = format!("GET /{}{} HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n", folder, path, host, self.token);
        stream.write_all(head.as_bytes()).map_err(|e| e.to_string())?;
        let mut text = String::new();
        stream.read_to_string(&mut text).map_err(|e| e.to_string())?;
        Ok(Answer { text })
    }

    fn refresh_token(&mut self) -> Result<(), String> {
        self.token = self.send("/identity/oauth/token?grant_type=client_credentials")?.field("access_token");
        Ok(())
    }
}
