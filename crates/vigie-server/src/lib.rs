//! The server of Vigie: the running system, its API and its pages.

pub mod access;
mod confidential;
pub mod http;
pub mod provider;
pub mod system;

pub use http::{router, serve};
