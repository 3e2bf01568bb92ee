//! The program as a user meets it: arguments, messages, exit codes.

#![allow(clippy::unwrap_used)]

mod arguments;
mod calc;
mod report_check;
mod site_import;
mod support;
