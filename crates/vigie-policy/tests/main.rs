//! Integration tests of the policy laboratory.

mod prices;
mod scenario;
mod support;
