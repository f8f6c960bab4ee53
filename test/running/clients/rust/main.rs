//! Asks for what the arguments say, pair by pair: an operation and the address to ask.

mod clock;
mod leads;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    for pair in args.chunks(2) {
        let mut leads = leads::Leads::new(&pair[1]);
        let outcome = match pair[0].as_str() {
            "find" => leads.find("1"),
            "describe" => leads.describe("1"),
            _ => leads.count("1"),
        };
        match outcome {
            Ok(result) => println!("done {}", result.len()),
            Err(message) => println!("failed {}", message),
        }
    }
}
