//! The only program.
fn main() {}
