//! Nothing to generate: a build script is what lets a manifest turn on a feature of the compiled macros.

fn main() {}
